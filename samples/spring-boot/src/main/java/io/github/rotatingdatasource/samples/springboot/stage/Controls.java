package io.github.rotatingdatasource.samples.springboot.stage;

import java.io.IOException;
import java.sql.SQLException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The buttons. Each answers when the stage has done its part; what comes of it is seen on the page. */
@RestController
@ResponseStatus(HttpStatus.NO_CONTENT)
class Controls {
    private final Stage stage;

    Controls(Stage stage) {
        this.stage = stage;
    }

    @PostMapping("/stage/rotate")
    void rotate() throws SQLException, IOException {
        stage.rotate();
    }

    @PostMapping("/stage/revoke")
    void revoke() throws SQLException, IOException {
        stage.revoke();
    }

    @PostMapping("/stage/stop")
    void stop() {
        stage.stopSidecar();
    }

    @PostMapping("/stage/start")
    void start() {
        stage.startSidecar();
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.CONFLICT)
    String refuse(IllegalStateException reason) {
        return String.valueOf(reason.getMessage());
    }
}
