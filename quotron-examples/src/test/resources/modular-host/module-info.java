/** A host that is a module, as small as it can be. */
module host {
    requires io.quotron.core;
    requires io.quotron.providers;
    requires io.quotron.storage;
}
