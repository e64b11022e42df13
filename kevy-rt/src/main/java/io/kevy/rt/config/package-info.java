/**
 * What the operator decides: the directives of a configuration file or a command line, in {@code
 * redis.conf} syntax.
 *
 * <p>In reading order: {@link io.kevy.rt.config.Config}, {@link io.kevy.rt.config.Directives},
 * {@link io.kevy.rt.config.Directive}, {@link io.kevy.rt.config.Kind}, {@link
 * io.kevy.rt.config.ConfigReader}, {@link io.kevy.rt.config.OutputLimit}. Imports {@code io.kevy.resp} for the splitting of lines. Read by
 * any thread.
 */
package io.kevy.rt.config;
