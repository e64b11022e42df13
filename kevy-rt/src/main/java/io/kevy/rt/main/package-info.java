/**
 * The program: {@link io.kevy.rt.main.Main} reads the configuration, starts the server and stops it;
 * {@link io.kevy.rt.main.LogSetup} decides where log lines go, {@link
 * io.kevy.rt.main.LastingLogManager} lets them get there until the end. Imports server and config.
 */
package io.kevy.rt.main;
