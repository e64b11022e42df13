package io.kevy.rt.command;

import io.kevy.resp.Argv;
import java.util.List;

/** Tells from the options of a request what it does to its keys, where they decide that. */
@FunctionalInterface
public interface KeyAccess {
    /**
     * The access of {@code request}, which has as many arguments as the command takes and may be
     * wrong otherwise.
     */
    List<KeySpec.Access> of(Argv request);
}
