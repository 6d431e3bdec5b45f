package io.jiaozi.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.event.GatewayEvent;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.samples.storefront.shop.MoneyEvent;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.Outbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** A person with a browser buys dumplings: at every channel, and as clumsily as people do. */
@ExtendWith({Town.Resolver.class, LastPicture.class})
class ShoppingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Town town;
  private Buyer buyer;

  @BeforeEach
  void arrive(Town here) {
    town = here;
    buyer = new Buyer(here);
  }

  void picture(String name) {
    buyer.picture(name);
  }

  /** A way to pay, and what its cashier's buttons are called. */
  enum Way {
    WECHAT_CODE("wechat:QR_CODE", true, "pay", "pay-twice"),
    ALIPAY_CODE("alipay:QR_CODE", true, "pay", "pay-twice"),
    ALIPAY_PAGE("alipay:WEB_PAGE", false, "pay", "pay-twice"),
    UNIONPAY_PAGE("unionpay:WEB_PAGE", false, "pay", "pay-twice"),
    PAYPAL_PAGE("paypal:WEB_PAGE", false, "agree", "agree-twice");

    private final String value;
    private final boolean byCode;
    private final String pay;
    private final String payTwice;

    Way(String value, boolean byCode, String pay, String payTwice) {
      this.value = value;
      this.byCode = byCode;
      this.pay = pay;
      this.payTwice = payTwice;
    }
  }

  private void goToCashier(Way way) {
    buyer.speaks(way == Way.PAYPAL_PAGE ? "en" : "zh");
    buyer.buy(way.value);
    followTo(way);
  }

  private void followTo(Way way) {
    if (way.byCode) {
      buyer.scan();
    }
    buyer.atCashier();
  }

  /** After paying: the way each channel leads its buyer back to the shop. */
  private void comeBack(Way way) {
    switch (way) {
      case WECHAT_CODE, ALIPAY_CODE -> buyer.putPhoneAway();
      case ALIPAY_PAGE -> buyer.click(By.id("back"));
      case UNIONPAY_PAGE -> buyer.click(By.cssSelector("main form[action*='/return/'] button"));
      case PAYPAL_PAGE -> {} // PayPal's page leads back by itself
    }
  }

  private void paidOnce() {
    assertThat(buyer.events(MoneyEvent.Kind.PAID)).isEqualTo(1);
    assertThat(buyer.events(MoneyEvent.Kind.TO_KITCHEN)).isEqualTo(1);
    assertThat(buyer.events(MoneyEvent.Kind.PAID_TWICE)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void buy_pay_refundPart(Way way) {
    goToCashier(way);
    buyer.picture("cashier-" + way);
    buyer.press(way.pay);
    comeBack(way);
    buyer.sees("PAID");
    buyer.picture("paid-" + way);
    paidOnce();

    buyer.refund("3.00");
    buyer.picture("keeper-" + way);
    buyer.openOrder();
    buyer.sees("PARTLY_BACK");
    assertThat(buyer.shows(By.cssSelector("#refunds [data-state=SUCCEEDED]"))).isTrue();
    assertThat(buyer.events(MoneyEvent.Kind.REFUNDED)).isEqualTo(1);
    buyer.picture("refunded-" + way);
  }

  @ParameterizedTest
  @EnumSource
  void decline_thenPay(Way way) {
    goToCashier(way);
    buyer.press("decline");
    buyer.await().until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".said.no")));
    if (way == Way.PAYPAL_PAGE) {
      // There the refusal is told to the shop, when it takes what the buyer agreed to: by the way
      // back alone, so that no message takes it at the same moment.
      town.sandbox().nextNotification(Outbox.Mishap.DROPPED);
      buyer.press("agree");
      buyer.sees("WAITING");
      assertThat(buyer.shows(By.cssSelector(".said"))).isTrue();
      buyer.picture("declined-" + way);
      assertThat(buyer.events(MoneyEvent.Kind.PAID)).isZero();
      buyer.click(By.id("goon"));
      buyer.click(By.id("away"));
      buyer.atCashier();
    }
    assertThat(buyer.events(MoneyEvent.Kind.PAID)).isZero();

    buyer.press(way.pay);
    comeBack(way);
    buyer.sees("PAID");
    paidOnce();
  }

  @ParameterizedTest
  @EnumSource
  void walkAwayAndClose(Way way) {
    goToCashier(way);
    buyer.press("walk-away");
    buyer.await().until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".said.no")));

    // The phone is put away, or the window used for something else.
    if (way.byCode) {
      buyer.putPhoneAway();
    }
    buyer.openOrder();
    buyer.sees("WAITING");
    buyer.click(By.id("ask"));
    buyer.await().until(ExpectedConditions.urlContains("said="));
    buyer.sees("WAITING");
    assertThat(buyer.events(MoneyEvent.Kind.PAID)).isZero();
    assertThat(buyer.events(MoneyEvent.Kind.ENDED)).isZero();
    buyer.picture("walked-away-" + way);
  }

  @ParameterizedTest
  @EnumSource
  void doubleClicks_payOnce(Way way) {
    buyer.arrive();
    buyer.order();
    buyer.doubleClick(buyer.way(way.value));
    followTo(way);
    assertThat(buyer.events(MoneyEvent.Kind.ATTEMPT)).isEqualTo(1);

    buyer.press(way.payTwice);
    comeBack(way);
    buyer.sees("PAID");
    paidOnce();
  }

  @ParameterizedTest
  @EnumSource(names = {"ALIPAY_PAGE", "UNIONPAY_PAGE", "PAYPAL_PAGE"})
  void backButton_leadsToTheOrder_andPayingGoesOn(Way way) {
    goToCashier(way);
    town.browser().navigate().back();
    buyer.await().until(ExpectedConditions.urlContains(town.shop().getAuthority()));
    buyer.openOrder();
    buyer.sees("WAITING");

    // A page's address can be opened again; a form was good once, so it is another attempt.
    boolean again = way == Way.PAYPAL_PAGE;
    if (again) {
      buyer.click(By.id("goon"));
      buyer.click(By.id("away"));
    } else {
      buyer.choose(way.value);
    }
    buyer.atCashier();
    buyer.press(way.pay);
    comeBack(way);
    buyer.sees("PAID");
    paidOnce();
    assertThat(buyer.events(MoneyEvent.Kind.ATTEMPT)).isEqualTo(again ? 1 : 2);

    town.browser().navigate().back();
    buyer.openOrder();
    buyer.sees("PAID");
    paidOnce();
  }

  @ParameterizedTest
  @EnumSource(names = {"ALIPAY_PAGE", "UNIONPAY_PAGE"})
  void notification_beforeTheBrowserReturns(Way way) throws InterruptedException {
    goToCashier(way);
    buyer.press("pay");
    List<Delivery> told = town.sandbox().awaitDeliveries(buyer.attempt().number(), 1, PATIENCE);

    assertThat(told).extracting(Delivery::outcome).contains(Delivery.Outcome.ACKNOWLEDGED);
    assertThat(buyer.attempt().state()).isEqualTo(PaymentState.PAID);
    comeBack(way);
    buyer.sees("PAID");
    paidOnce();
  }

  @ParameterizedTest
  @EnumSource(names = {"ALIPAY_PAGE", "UNIONPAY_PAGE"})
  void notification_afterTheBrowserReturned(Way way) throws InterruptedException {
    goToCashier(way);
    town.sandbox().nextNotification(Outbox.Mishap.DROPPED);
    buyer.press("pay");
    comeBack(way);
    buyer.sees("PAID");
    String number = buyer.attempt().number();

    if (way == Way.ALIPAY_PAGE) {
      town.sandbox().alipay().notifyPayment(number);
    } else {
      town.sandbox().unionpay().notifyAgain(number);
    }
    assertThat(town.sandbox().awaitDeliveries(number, 2, PATIENCE))
        .extracting(Delivery::outcome)
        .containsExactly(Delivery.Outcome.DROPPED, Delivery.Outcome.ACKNOWLEDGED);
    paidOnce();
  }

  @ParameterizedTest
  @EnumSource(names = {"WECHAT_CODE", "ALIPAY_CODE"})
  void notification_never_theQuestionSavesTheDay(Way way) {
    goToCashier(way);
    town.sandbox().nextNotification(Outbox.Mishap.DROPPED);
    buyer.press("pay");
    buyer.isTold("Paid.");
    buyer.putPhoneAway();
    buyer.click(By.id("ask"));
    buyer.sees("PAID");
    paidOnce();
  }

  /** Everything fits the width of a phone, and the scenes are those of a phone. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "wechat:MOBILE_WEB",
        "alipay:MOBILE_WEB",
        "unionpay:MOBILE_WEB",
        "paypal:MOBILE_WEB"
      })
  void onAPhone_everyPageFits(String way) {
    String channel = way.substring(0, way.indexOf(':'));
    buyer.arrive();
    buyer.onPhone();
    try {
      buyer.speaks(channel.equals("paypal") ? "en" : "zh");
      buyer.order();
      buyer.sees("NEW");
      fits("phone-checkout-" + channel);
      buyer.open("/");
      fits("phone-menu-" + channel);
      buyer.openOrder();
      buyer.choose(way);
      buyer.atCashier();
      fits("phone-cashier-" + channel);
      buyer.press(channel.equals("paypal") ? "agree" : "pay");
      buyer
          .await()
          .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".said, #live")));
      buyer.openOrder();
      buyer.sees("PAID");
      fits("phone-paid-" + channel);
      buyer.open("/orders");
      fits("phone-orders-" + channel);
      paidOnce();
    } finally {
      buyer.onDesktop();
    }
  }

  private void fits(String picture) {
    buyer.picture(picture);
    assertThat(buyer.fits()).as(picture).isTrue();
  }

  @Test
  void menu_basket_code_inBothLanguages() {
    for (String language : List.of("zh", "en")) {
      buyer.arrive();
      buyer.speaks(language);
      buyer.open("/?lang=" + language);
      fits("menu-" + language);
      assertThat(town.browser().findElement(By.tagName("html")).getDomAttribute("lang"))
          .isEqualTo(language);
      buyer.order();
      fits("checkout-" + language);
      buyer.choose("wechat:QR_CODE");
      buyer.await().until(ExpectedConditions.visibilityOfElementLocated(By.id("code")));
      assertThat(buyer.shows(By.id("phone"))).as("the way to the simulated phone").isTrue();
      fits("code-" + language);
    }
  }

  @Test
  void notification_twice_countsOnce() throws InterruptedException {
    goToCashier(Way.WECHAT_CODE);
    town.sandbox().nextNotification(Outbox.Mishap.DUPLICATED);
    buyer.press("pay");
    assertThat(town.sandbox().awaitDeliveries(buyer.attempt().number(), 2, PATIENCE))
        .extracting(Delivery::outcome)
        .containsOnly(Delivery.Outcome.ACKNOWLEDGED);
    buyer.putPhoneAway();
    buyer.sees("PAID");
    paidOnce();

    buyer.openProtected("/operator");
    buyer
        .await()
        .until(
            ExpectedConditions.presenceOfElementLocated(
                By.cssSelector(
                    "#notifications [data-ending="
                        + GatewayEvent.NotificationEnding.DUPLICATE
                        + "]")));
    buyer.picture("operator");
  }
}
