/**
 * What the server tells about itself.
 *
 * <p>In reading order: {@link io.kevy.rt.observe.InfoFacts}, {@link io.kevy.rt.observe.StoreTotals},
 * {@link io.kevy.rt.observe.ProcessFigures}, {@link io.kevy.rt.observe.InfoReport}. Imports {@code io.kevy.rt.command} and the store. Runs on
 * the shard thread that answers {@code INFO}, with every shard held.
 */
package io.kevy.rt.observe;
