/**
 * The program: {@link io.kevy.rt.main.Main} reads the configuration, starts the server and stops it;
 * {@link io.kevy.rt.main.LogSetup} decides where log lines go. Imports server and config.
 */
package io.kevy.rt.main;
