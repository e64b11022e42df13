package io.kevy.replicate;

/** Why a handshake was refused, one type per cause. */
public sealed interface HandshakeRejection {
    /** Not five arguments; checked before anything else. */
    record WrongArity(int arguments) implements HandshakeRejection {
        @Override
        public String text() {
            return "handshake of " + arguments + " arguments instead of 5";
        }
    }

    /** Not {@code REPLICATE}, or not RESP at all. */
    record BadCommand(String what) implements HandshakeRejection {
        @Override
        public String text() {
            return "not a REPLICATE command: " + what;
        }
    }

    /** The second argument is not {@code FROM}. */
    record BadFromKeyword() implements HandshakeRejection {
        @Override
        public String text() {
            return "FROM expected as second argument";
        }
    }

    /** The offset is not an unsigned decimal of at most 2^63-1. */
    record BadOffset() implements HandshakeRejection {
        @Override
        public String text() {
            return "offset is not a decimal number from 0 to 2^63-1";
        }
    }

    /** The fourth argument is not {@code ID}. */
    record BadIdKeyword() implements HandshakeRejection {
        @Override
        public String text() {
            return "ID expected as fourth argument";
        }
    }

    /** The replica id is empty or not UTF-8. */
    record BadReplicaId() implements HandshakeRejection {
        @Override
        public String text() {
            return "replica id is empty or not UTF-8";
        }
    }

    /** One line for the log. */
    String text();
}
