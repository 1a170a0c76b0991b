package io.github.rotatingdatasource.samples.jooq;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void areAskedForByName() {
        assertThatThrownBy(() -> Main.main(new String[0])).hasMessage("DB_URL must be set in the environment");
    }
}
