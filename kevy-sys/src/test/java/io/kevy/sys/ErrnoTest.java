package io.kevy.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void aFailureTellsCallNameNumberAndText() {
        assertEquals(
                "accept: EMFILE (24) Too many open files",
                Errno.failure("accept", 24).getMessage());
        assertEquals("accept: errno (4711)", Errno.failure("accept", 4711).getMessage());
        assertEquals("accept: errno (41)", Errno.failure("accept", 41).getMessage());
        assertEquals("accept: errno (-1)", Errno.failure("accept", -1).getMessage());
    }

    @Test
    void theConstantsHaveTheirNames() {
        assertEquals("EINTR", Errno.name(Errno.EINTR));
        assertEquals("EAGAIN", Errno.name(Errno.EAGAIN));
        assertEquals("ENAMETOOLONG", Errno.name(Errno.ENAMETOOLONG));
        assertEquals("EPROTO", Errno.name(Errno.EPROTO));
        assertEquals("ENOPROTOOPT", Errno.name(Errno.ENOPROTOOPT));
        assertEquals("EADDRINUSE", Errno.name(Errno.EADDRINUSE));
        assertEquals("ENETDOWN", Errno.name(Errno.ENETDOWN));
        assertEquals("ENETUNREACH", Errno.name(Errno.ENETUNREACH));
        assertEquals("ECONNABORTED", Errno.name(Errno.ECONNABORTED));
        assertEquals("ECONNRESET", Errno.name(Errno.ECONNRESET));
        assertEquals("ENOTCONN", Errno.name(Errno.ENOTCONN));
        assertEquals("ECONNREFUSED", Errno.name(Errno.ECONNREFUSED));
        assertEquals("EHOSTDOWN", Errno.name(Errno.EHOSTDOWN));
        assertEquals("EHOSTUNREACH", Errno.name(Errno.EHOSTUNREACH));
        assertEquals("EINPROGRESS", Errno.name(Errno.EINPROGRESS));
    }

    @Test
    void exceptionsOfTheJdkGetTheirNameByTheirText() {
        var refused = new ConnectException("Connection refused");
        IOException named = Errno.failure("connect", refused);
        assertEquals("connect: ECONNREFUSED Connection refused", named.getMessage());
        assertSame(refused, named.getCause());
        assertEquals("recv: ECONNRESET Connection reset", failure("Connection reset"));
        assertEquals(
                "recv: ECONNRESET Connection reset by peer", failure("Connection reset by peer"));
        assertEquals("recv: EMFILE Too many open files", failure("Too many open files"));
        assertEquals(
                "recv: ENFILE Too many open files in system",
                failure("Too many open files in system"));
        assertEquals("recv: something else", failure("something else"));
        assertEquals(
                "recv: ClosedChannelException",
                Errno.failure("recv", new ClosedChannelException()).getMessage());
        assertTrue(Errno.isNamed(Errno.ECONNREFUSED, refused));
        assertTrue(!Errno.isNamed(Errno.ECONNREFUSED, new IOException()));
    }

    private static String failure(String message) {
        return String.valueOf(Errno.failure("recv", new IOException(message)).getMessage());
    }

    /** Holds for the GNU C library; others word some texts differently. */
    @Test
    void theTextsAreThoseOfTheSystem() throws Throwable {
        Linker linker = Linker.nativeLinker();
        boolean gnu = linker.defaultLookup().find("gnu_get_libc_version").isPresent();
        MethodHandle strerror =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("strerror"),
                        FunctionDescriptor.of(ADDRESS, JAVA_INT));
        for (int number = 1; number < 134; number++) {
            var text = (MemorySegment) strerror.invokeExact(number);
            String expected = text.reinterpret(200).getString(0);
            if (gnu && !Errno.text(number).isEmpty()) {
                assertEquals(expected, Errno.text(number), Errno.name(number));
            }
        }
    }
}
