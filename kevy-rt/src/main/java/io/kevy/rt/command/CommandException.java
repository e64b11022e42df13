package io.kevy.rt.command;

import io.kevy.resp.Argv;
import java.io.Serial;

/** An error reply; carries its text and no stack, and is caught once, where commands are run. */
public final class CommandException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * @param text the reply with its code, without the leading dash: {@code ERR syntax error}
     */
    public CommandException(String text) {
        super(text, null, false, false);
    }

    /** The reply with its code, without the leading dash. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /**
     * An argument as Redis puts it into an error text: it formats a C string, which ends at the
     * first zero byte.
     */
    public static String shown(Argv argv, int arg) {
        String text = argv.isLarge(arg) ? "..." : argv.text(arg);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    /** The key holds another type than the command works on. */
    public static CommandException wrongType() {
        return new CommandException(
                "WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    /** Unknown or contradicting options. */
    public static CommandException syntax() {
        return new CommandException("ERR syntax error");
    }

    /** An argument or value is not a 64-bit integer. */
    public static CommandException notAnInteger() {
        return new CommandException("ERR value is not an integer or out of range");
    }

    /** An argument or value is not a number. */
    public static CommandException notAFloat() {
        return new CommandException("ERR value is not a valid float");
    }

    /** A client may not write here. */
    public static CommandException readOnly() {
        return new CommandException("READONLY You can't write against a read only replica.");
    }

    /** The number of arguments does not fit {@code command}, named as clients see it. */
    public static CommandException wrongArity(String command) {
        return new CommandException(
                "ERR wrong number of arguments for '" + command + "' command");
    }

    /** The deadline that {@code command} is given is not a time it can work with. */
    public static CommandException invalidExpireTime(Command command) {
        return new CommandException(
                "ERR invalid expire time in '" + command.fullName() + "' command");
    }
}
