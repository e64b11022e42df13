/**
 * Non-blocking stream sockets, pollers and wakers, over epoll (FFM) or over NIO.
 *
 * <p>In reading order: {@link io.kevy.sys.Transport} opens everything; {@link io.kevy.sys.Poller},
 * {@link io.kevy.sys.Listener}, {@link io.kevy.sys.Socket} are what it opens; {@link
 * io.kevy.sys.Waker} and {@link io.kevy.sys.Clock} stand beside them. Behind the interfaces:
 * {@code Registration}, {@code Registrations}, {@code ReadyList} (shared), {@code Libc}, {@code
 * Workspace}, {@code Sockaddr}, {@code EpollEvents}, {@code Epoll*}, {@code EventfdWaker} (Linux),
 * {@code Nio*} (everywhere). Interfaces and both implementations share this one package because the
 * factories on {@code Transport} would otherwise close a package cycle.
 *
 * <p>Imports the JDK only. No thread is started here: each object is used by one thread at a time,
 * except {@code Transport} and {@code Waker}, which any thread may use.
 */
@NullMarked
package io.kevy.sys;

import org.jspecify.annotations.NullMarked;
