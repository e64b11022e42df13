package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SockaddrTest {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress("0.0.0.0", 0);

    @Test
    void version4IsFamilyPortAddressAndZeroes() throws IOException {
        assertEquals("0200" + "18eb" + "c0000207" + "0000000000000000",
                hex(inet("192.0.2.7", 6379)));
    }

    @Test
    void version6IsFamilyPortFlowAddressAndScope() throws IOException {
        assertEquals(
                "0a00" + "18eb" + "00000000" + "20010db8000000000000000000000001" + "00000000",
                hex(inet("2001:db8::1", 6379)));
    }

    @Test
    void aUnixPathEndsInAZero() throws IOException {
        assertEquals("0100" + "2f746d702f6b00", hex(UnixDomainSocketAddress.of("/tmp/k")));
    }

    @Test
    void whatIsEncodedIsDecoded() throws IOException {
        byte[] local = InetAddress.ofLiteral("fe80::1").getAddress();
        SocketAddress[] addresses = {
            inet("127.0.0.1", 0),
            inet("255.255.255.255", 65535),
            inet("::1", 32768),
            new InetSocketAddress(Inet6Address.getByAddress(null, local, 3), 5),
            UnixDomainSocketAddress.of("/run/" + "x".repeat(102)),
        };
        for (SocketAddress address : addresses) {
            MemorySegment memory = memory();
            assertEquals(address, Sockaddr.decode(memory, Sockaddr.encode(address, memory)));
        }
    }

    @Test
    void aMappedAddressIsOneOfVersion4() {
        byte[] bytes =
                HexFormat.of()
                        .parseHex("0a0018eb0000000000000000000000000000ffff7f00000100000000");
        assertEquals(inet("127.0.0.1", 6379), decode(bytes));
    }

    @Test
    void anUnnamedUnixPeerHasTheEmptyPath() {
        assertEquals(UnixDomainSocketAddress.of(""), decode(HexFormat.of().parseHex("0100")));
    }

    @Test
    void whatNamesNobodyIsTheNullAddress() {
        assertEquals(NOWHERE, decode(new byte[0]));
        assertEquals(NOWHERE, decode(new byte[16]));
        assertEquals(NOWHERE, decode(HexFormat.of().parseHex("0200")));
        assertEquals(NOWHERE, decode(HexFormat.of().parseHex("0a0018eb00000000")));
        assertEquals(NOWHERE, decode(HexFormat.of().parseHex("110018eb00000000")));
    }

    @Test
    void unknownKindsOfAddressAreRefused() {
        var other = new SocketAddress() {
            private static final long serialVersionUID = 1;
        };
        assertThrows(IOException.class, () -> Sockaddr.encode(other, memory()));
        assertThrows(IOException.class, () -> Sockaddr.check(other));
    }

    @Test
    void messagesShowAddressesAsPeopleWriteThem() {
        assertEquals("127.0.0.1:6379", Sockaddr.text(inet("127.0.0.1", 6379)));
        assertEquals("[0:0:0:0:0:0:0:1]:6379", Sockaddr.text(inet("::1", 6379)));
        assertEquals("/run/kevy.sock", Sockaddr.text(UnixDomainSocketAddress.of("/run/kevy.sock")));
    }

    private static InetSocketAddress inet(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    private static MemorySegment memory() {
        return MemorySegment.ofArray(new byte[Sockaddr.BYTES_MAX]);
    }

    private static SocketAddress decode(byte[] bytes) {
        return Sockaddr.decode(
                MemorySegment.ofArray(Arrays.copyOf(bytes, Sockaddr.BYTES_MAX)), bytes.length);
    }

    private static String hex(SocketAddress address) throws IOException {
        byte[] bytes = new byte[Sockaddr.BYTES_MAX];
        Arrays.fill(bytes, (byte) 0x55);
        int length = Sockaddr.encode(address, MemorySegment.ofArray(bytes));
        return HexFormat.of().formatHex(bytes, 0, length);
    }
}
