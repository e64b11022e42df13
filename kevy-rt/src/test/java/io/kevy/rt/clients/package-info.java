/**
 * Client libraries that others wrote, used against a server in this process: {@link
 * io.kevy.rt.clients.JedisIT} and {@link io.kevy.rt.clients.LettuceIT}, each with both protocols, on
 * one and on two shards.
 */
package io.kevy.rt.clients;
