package io.github.rotatingdatasource;

/** What the login or the sessions of a generation tell about it, to whoever decides what follows. */
enum Evidence {
    /** The database refused the login to a new connection; told again when the last session of such a login is gone. */
    REFUSED,
    /** A session proved that its user is gone: no session of this generation is worth anything. */
    DEAD,
    /** Somebody ended a session, or the network did: the others may have ended too. */
    SESSION_ENDED,
    /** Statements fail as they do when the user is gone, and this database has no way to ask a session. */
    DOUBTED
}
