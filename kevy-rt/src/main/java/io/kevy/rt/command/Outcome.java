package io.kevy.rt.command;

/** How running a command ended. */
public sealed interface Outcome {
    /** It has run, and its reply is written. */
    record Done() implements Outcome {}

    /**
     * It was refused and has changed nothing; the reply is this error.
     *
     * @param error the reply with its code, without the leading dash
     */
    record Refused(String error) implements Outcome {}

    /** It has run, but there was no memory for its reply: whoever waits for that is cut off. */
    record ReplyLost() implements Outcome {}
}
