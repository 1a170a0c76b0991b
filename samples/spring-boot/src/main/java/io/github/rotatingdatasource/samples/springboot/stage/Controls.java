package io.github.rotatingdatasource.samples.springboot.stage;

import java.io.IOException;
import java.sql.SQLException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The buttons. Each answers when the stage has done its part; what comes of it is seen on the page.
 *
 * <p>Not for production: whoever reaches the port may press them. Only other sites that are open in the same browser may
 * not: a form cannot send a header of ours, and a script must ask first, which nobody here answers.
 */
@RestController
@ResponseStatus(HttpStatus.NO_CONTENT)
class Controls {
    static final String HEADER = "X-Stage";

    private final Stage stage;

    Controls(Stage stage) {
        this.stage = stage;
    }

    /** Comes before each of the others, and answers 400 to who does not send the header. */
    @ModelAttribute
    void mustComeFromThePage(@RequestHeader(HEADER) String value) {}

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
