package io.github.rotatingdatasource.spring;

/** Meters of one data source in one registry, which are taken away and brought back any number of times, by one thread at a time. */
interface Shown {
    /** Has the registry show them. */
    void show();

    /** Takes them away. */
    void hide();
}
