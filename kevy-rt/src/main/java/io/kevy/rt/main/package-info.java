/**
 * The program: {@link io.kevy.rt.main.Main} reads the configuration, starts the server and stops it;
 * {@link io.kevy.rt.main.LogSetup} decides where log lines go, {@link
 * io.kevy.rt.main.LastingLogManager} lets them get there until the end. {@code PidFile} notes the process.
 * {@link io.kevy.rt.main.Training} is a program of its own, the load under which the AOT cache is made. Imports server and config.
 */
package io.kevy.rt.main;
