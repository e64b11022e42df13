package io.kevy.rt.command;

/** Hears of every change and does nothing. */
enum SilentSink implements EffectSink {
    INSTANCE;

    @Override
    public void reserve(int effects, int args, long bytes) {}

    @Override
    public void record(Effect effect) {}

    @Override
    public void release() {}
}
