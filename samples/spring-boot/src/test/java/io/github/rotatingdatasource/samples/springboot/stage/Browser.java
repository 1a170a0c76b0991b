package io.github.rotatingdatasource.samples.springboot.stage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium without a window and with a profile of its own. It and its driver are where {@code CHROMIUM} and
 * {@code CHROMEDRIVER} say, or where Debian puts them; nothing is downloaded.
 */
final class Browser implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int HEIGHT = 1060;

    private final ChromeDriver driver;

    Browser() throws IOException {
        Files.createDirectories(PICTURES);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(path("CHROMEDRIVER", "/usr/bin/chromedriver")))
                .build();
        driver = new ChromeDriver(service, options());
        show(1280, "light");
    }

    private static ChromeOptions options() throws IOException {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(path("CHROMIUM", "/usr/bin/chromium"));
        options.setCapability("goog:loggingPrefs", logs);
        return options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir="
                        + Files.createTempDirectory(PICTURES.toAbsolutePath().getParent(), "profile"));
    }

    private static String path(String variable, String otherwise) {
        return System.getenv().getOrDefault(variable, otherwise);
    }

    void open(String url) {
        driver.get(url);
    }

    /** Shows the page at this width, in the light or the dark scheme. */
    void show(int width, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    String text(String id) {
        return driver.findElement(By.id(id)).getText();
    }

    void press(String button) {
        button(button).click();
    }

    boolean isMarkedAsDisabled(String button) {
        return "true".equals(button(button).getDomAttribute("aria-disabled"));
    }

    private WebElement button(String name) {
        return driver.findElement(By.cssSelector("[data-press=" + name + "]"));
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Returns what the console has said since it was asked last. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    /** Keeps a picture of the whole page, after two frames, so that all is drawn. */
    void picture(String name) throws IOException {
        driver.executeAsyncScript("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))");
        Map<String, Object> answer = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode((String) answer.get("data")));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
