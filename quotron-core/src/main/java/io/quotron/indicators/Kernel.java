package io.quotron.indicators;

/** A piece of state that indicators are made of; only usable inputs reach it. */
interface Kernel {
    void reset();

    void save(StateWriter to);

    void load(StateReader from);
}
