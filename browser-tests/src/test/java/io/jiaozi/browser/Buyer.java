package io.jiaozi.browser;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.jiaozi.samples.storefront.shop.Attempt;
import io.jiaozi.samples.storefront.shop.MoneyEvent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What people do with a browser: buy, scan, press buttons, come back; and the shopkeeper too. */
final class Buyer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path PICTURES =
      Path.of(System.getProperty("browser.screenshots", "target/screenshots"));

  private final Town town;
  private final URI shop;
  private final ChromeDriver browser;
  private ChromeDriver hand;
  private String order = "";
  private String language = "zh";

  Buyer(Town town) {
    this(town, town.shop());
  }

  /** Somebody who buys in another shop than the town's. */
  Buyer(Town town, URI shop) {
    this.town = town;
    this.shop = shop;
    browser = town.browser();
    hand = browser;
  }

  WebDriverWait await() {
    WebDriverWait wait = new WebDriverWait(hand, PATIENCE, Duration.ofMillis(50));
    wait.ignoring(StaleElementReferenceException.class);
    return wait;
  }

  /** A new visitor at the desk. */
  void arrive() {
    hand = browser;
    onDesktop();
    open("/");
    browser.manage().deleteAllCookies();
  }

  void speaks(String code) {
    language = code;
  }

  void onDesktop() {
    browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    browser.executeCdpCommand("Emulation.setUserAgentOverride", Map.of("userAgent", ""));
    browser.manage().window().setSize(new Dimension(1280, 900));
  }

  /** The width of a common phone. */
  void onPhone() {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
    browser.executeCdpCommand(
        "Emulation.setUserAgentOverride",
        Map.of(
            "userAgent",
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile"
                + " Safari/537.36",
            "userAgentMetadata",
            Map.of(
                "mobile",
                true,
                "platform",
                "Android",
                "platformVersion",
                "14",
                "architecture",
                "",
                "model",
                "")));
  }

  void open(String path) {
    browser.get(shop.resolve(path).toString());
  }

  /** Puts two things into the basket and orders them. */
  void order() {
    open("/?lang=" + language);
    click(By.cssSelector("#chives .add"));
    await().until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector("#chives .have")));
    click(By.cssSelector("#tea .add"));
    await().until(ExpectedConditions.textToBe(By.id("count"), "2"));
    open("/basket");
    click(By.id("order"));
    await().until(ExpectedConditions.urlMatches("/orders/D[0-9A-Z]+$"));
    order = browser.getCurrentUrl().replaceAll(".*/", "");
  }

  String orderNumber() {
    return order;
  }

  By way(String way) {
    return By.cssSelector("[data-way='" + way + "']");
  }

  void choose(String way) {
    click(way(way));
  }

  void click(By what) {
    await().until(driver -> clicked(what));
  }

  /**
   * Clicks, and gives what was clicked; null if the page is just changing, so that it is retried.
   */
  private @Nullable WebElement clicked(By what) {
    try {
      WebElement element = hand.findElement(what);
      if (!element.isDisplayed() || !element.isEnabled()) {
        return null;
      }
      element.click();
      return element;
    } catch (StaleElementReferenceException | ElementClickInterceptedException changing) {
      return null;
    } catch (WebDriverException changing) {
      if (String.valueOf(changing.getMessage()).contains("does not belong to the document")) {
        return null; // the driver's own words for an element of a page that has gone
      }
      throw changing;
    }
  }

  void doubleClick(By what) {
    WebElement element = await().until(ExpectedConditions.elementToBeClickable(what));
    new Actions(hand).doubleClick(element).perform();
  }

  /** Orders, and chooses how to pay. */
  void buy(String way) {
    arrive();
    order();
    choose(way);
  }

  /** Takes the phone, reads the code on the page with it, and opens what that stands for. */
  void scan() {
    await().until(ExpectedConditions.visibilityOfElementLocated(By.id("code")));
    Object picture =
        browser.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            fetch(document.getElementById("code").src).then(r => r.arrayBuffer())
              .then(b => done(btoa(String.fromCharCode(...new Uint8Array(b)))));
            """);
    String content = decode(Base64.getDecoder().decode(String.valueOf(picture)));
    hand = town.phone();
    hand.get(
        town.sandbox()
            .address()
            .resolve("/_sandbox/cashier?code=" + URLEncoder.encode(content, StandardCharsets.UTF_8))
            .toString());
  }

  private static String decode(byte[] png) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      int width = image.getWidth();
      int height = image.getHeight();
      int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
      return new QRCodeReader()
          .decode(
              new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
          .getText();
    } catch (IOException | NotFoundException e) {
      throw new AssertionError("The shop's QR code cannot be read.", e);
    } catch (com.google.zxing.ReaderException e) {
      throw new AssertionError("The shop's QR code is damaged.", e);
    }
  }

  /** Waits for the channel's page. */
  void atCashier() {
    await().until(ExpectedConditions.urlContains(town.sandbox().address().getAuthority()));
    await().until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".amount")));
  }

  /** Presses a button of the cashier, and sees that the page answers, as people do. */
  void press(String button) {
    By place = By.cssSelector("main form button[name=do][value=" + button + "]");
    WebElement pressed = await().until(driver -> clicked(place));
    await().until(ExpectedConditions.stalenessOf(pressed));
  }

  /** What the cashier says. */
  void isTold(String english) {
    await()
        .until(
            ExpectedConditions.textToBePresentInElementLocated(
                By.cssSelector("[role=status]"), english));
  }

  /** Closes what the phone shows and looks at the shop's page again, which nobody has touched. */
  void putPhoneAway() {
    hand.get("about:blank");
    hand = browser;
  }

  void sees(String stage) {
    await()
        .until(
            ExpectedConditions.presenceOfElementLocated(
                By.cssSelector("#live[data-stage=" + stage + "]")));
  }

  boolean shows(By what) {
    return !hand.findElements(what).isEmpty();
  }

  /** Opens the order's page anew. */
  void openOrder() {
    open("/orders/" + order);
  }

  /** The latest attempt, as the shop's books have it. */
  Attempt attempt() {
    return town.books().attemptsOf(order).get(0);
  }

  long events(MoneyEvent.Kind kind) {
    return town.books().eventsOf(order).stream().filter(event -> event.kind() == kind).count();
  }

  // ---- the shopkeeper

  void openProtected(String path) {
    browser.get("http://keeper:" + Town.PASSWORD + "@" + shop.getAuthority() + path);
  }

  /** The shopkeeper gives back a part. */
  void refund(String amount) {
    openProtected("/keeper/orders/" + order);
    await().until(ExpectedConditions.elementToBeClickable(By.id("amount"))).sendKeys(amount);
    browser.findElement(By.id("reason")).sendKeys("有一盒凉了");
    click(By.id("refund"));
    await().until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("[data-state]")));
  }

  // ---- pictures

  /** Whether the page is no wider than the window. */
  boolean fits() {
    return Boolean.TRUE.equals(
        hand.executeScript(
            "const d = document.documentElement; return d.scrollWidth <= d.clientWidth"));
  }

  /** Keeps a picture of the page as it is, whole. */
  void picture(String name) {
    try {
      Files.createDirectories(PICTURES);
      Object height =
          hand.executeScript("return Math.min(document.documentElement.scrollHeight, 2400)");
      Object width = hand.executeScript("return document.documentElement.clientWidth");
      Map<String, Object> shot =
          hand.executeCdpCommand(
              "Page.captureScreenshot",
              Map.of(
                  "format",
                  "png",
                  "captureBeyondViewport",
                  true,
                  "clip",
                  Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
      File file = PICTURES.resolve(name + ".png").toFile();
      Files.write(file.toPath(), Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
    } catch (IOException e) {
      throw new AssertionError("No picture could be kept.", e);
    }
  }
}
