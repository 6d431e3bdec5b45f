package io.jiaozi.browser;

import io.jiaozi.samples.storefront.Storefront;
import io.jiaozi.samples.storefront.shop.Books;
import io.jiaozi.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop, the channels and a browser, started once for all tests and closed at the end. */
final class Town implements AutoCloseable {
  static final String PASSWORD = "a-password-of-this-test";

  private static final List<String> ACCOUNTS = List.of("wechat", "alipay", "unionpay", "paypal");
  private static final List<Path> BROWSERS =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final Sandbox sandbox;
  private final URI shop;
  private final ConfigurableApplicationContext context;
  private final Path profiles;
  private final ChromeDriver browser;
  private final ChromeDriver phone;

  private Town(Path binary) throws IOException {
    sandbox = Sandbox.start();
    int port = freePort();
    shop = URI.create("http://127.0.0.1:" + port);
    context = startShop(port);
    profiles = Files.createTempDirectory("jiaozi-browser");
    browser = startBrowser(binary, "desk");
    phone = startBrowser(binary, "phone");
  }

  /** Hands the town to tests, or skips them with a sentence where there is no browser. */
  static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == Town.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      Path binary = BROWSERS.stream().filter(Files::isExecutable).findFirst().orElse(null);
      if (binary == null || !Files.isExecutable(DRIVER)) {
        String sentence =
            "No Chromium with its driver was found (packages chromium and chromium-driver), so the"
                + " browser tests were skipped.";
        if ("required".equals(System.getProperty("browser.tests"))) {
          throw new IllegalStateException(sentence.replace("were skipped", "cannot run"));
        }
        Assumptions.abort(sentence);
      }
      Path found = binary;
      return test.getRoot()
          .getStore(ExtensionContext.Namespace.create(Town.class))
          .computeIfAbsent(Town.class, key -> open(found), Town.class);
    }

    private static Town open(Path binary) {
      try {
        return new Town(binary);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private ConfigurableApplicationContext startShop(int port) {
    Map<String, Object> settings = new HashMap<>();
    for (Map.Entry<String, String> setting : sandbox.settings().entrySet()) {
      String account = setting.getKey().split("\\.", -1)[2];
      if (ACCOUNTS.contains(account)) {
        boolean address = setting.getKey().endsWith(".notification-url");
        settings.put(
            setting.getKey(), address ? notifyUrl(account).toString() : setting.getValue());
      }
    }
    sandbox.paypal().webhookUrl(notifyUrl("paypal"));
    settings.put("server.port", port);
    settings.put("jiaozi.sandbox.enabled", false);
    settings.put("spring.datasource.url", "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1");
    settings.put("storefront.keeper-password", PASSWORD);
    settings.put("storefront.sandbox-url", sandbox.address().toString());
    return new SpringApplication(Storefront.class).run(arguments(settings));
  }

  /** On the command line, because that outranks the shop's own application.yml. */
  private static String[] arguments(Map<String, Object> settings) {
    return settings.entrySet().stream()
        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
        .toArray(String[]::new);
  }

  private URI notifyUrl(String account) {
    return shop.resolve("/pay/notify/" + account);
  }

  private ChromeDriver startBrowser(Path binary, String profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(binary.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        // Whatever a page may link to: nothing but this machine is ever reached.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--lang=zh-CN",
        "--user-data-dir=" + profiles.resolve(profile));
    return new ChromeDriver(
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(), options);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  URI shop() {
    return shop;
  }

  /** The browser in which people shop. */
  ChromeDriver browser() {
    return browser;
  }

  /** The device with which they scan codes: another one, as in life. */
  ChromeDriver phone() {
    return phone;
  }

  /** The shop's own books, to be looked into. */
  Books books() {
    return context.getBean(Books.class);
  }

  @Override
  public void close() throws IOException {
    browser.quit();
    phone.quit();
    context.close();
    sandbox.close();
    try (var files = Files.walk(profiles)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
