package io.quotron.storage;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where handles come from. */
interface Database {
    /** Gets ready; called before the first handle is opened. May be called again after a failure. */
    void prepare();

    /** Opens a handle that may write. */
    Handle openWriter();

    /** Opens a handle for reading. */
    Handle openReader();

    /** Tells whether handles are ours to keep open between calls. */
    boolean keepsHandles();

    /** Says what stands in the way of writing, if that can be seen without asking the database. */
    Optional<String> obstacle();

    /** The name of the database in messages. */
    String name();
}
