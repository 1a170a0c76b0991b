package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Part;

/**
 * Why a login did not come about.
 *
 * @param message what was wrong, without a secret
 * @param isRefusal whether the database did not accept the login, rather than not being there
 * @param databaseIsFull whether it has no room for another connection
 */
record Failure(String message, boolean isRefusal, boolean databaseIsFull) {
    Part part() {
        return isRefusal ? Part.LOGIN : Part.DATABASE;
    }
}
