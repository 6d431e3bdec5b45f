package io.jiaozi.payment;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the buyer pays. Each scene carries just what it needs; which scenes an account
 * offers is told by its capabilities.
 */
public sealed interface Scene {

  /** One constant a scene, for a {@code switch} that must not forget one. */
  enum Kind {
    /** {@link QrCode}. */
    QR_CODE,
    /** {@link BuyerCode}. */
    BUYER_CODE,
    /** {@link WebPage}. */
    WEB_PAGE,
    /** {@link MobileWeb}. */
    MOBILE_WEB,
    /** {@link App}. */
    APP,
    /** {@link InAppPage}. */
    IN_APP_PAGE
  }

  /** Which scene this is. */
  Kind kind();

  /** The shop shows a QR code, the buyer scans it with a wallet. */
  static Scene qrCode() {
    return new QrCode();
  }

  /**
   * The buyer shows a code, the shop scans it.
   *
   * @param code what the scanner read; single use, short-lived
   * @param storeId the shop's own name for the store, as agreed with the channel
   */
  static Scene buyerCode(String code, String storeId) {
    return new BuyerCode(code, storeId, null, null);
  }

  /** The buyer pays in a desktop browser and comes back to {@code returnUrl}. */
  static Scene webPage(URI returnUrl) {
    return new WebPage(returnUrl, null);
  }

  /** The buyer pays in a phone's browser and comes back to {@code returnUrl}. */
  static Scene mobileWeb(URI returnUrl, String buyerIp) {
    return new MobileWeb(returnUrl, null, buyerIp);
  }

  /** The shop's own app opens the wallet's app. */
  static Scene app() {
    return new App(null);
  }

  /** The buyer is already inside the wallet: a mini program or a page opened in it. */
  static Scene inAppPage(String payerId) {
    return new InAppPage(payerId, null);
  }

  /** The shop shows a QR code, the buyer scans it with a wallet. */
  record QrCode() implements Scene {
    @Override
    public Kind kind() {
      return Kind.QR_CODE;
    }
  }

  /**
   * The buyer shows a code, the shop scans it.
   *
   * @param code what the scanner read; hidden in {@code toString}
   * @param storeId the shop's own name for the store
   * @param terminalId the shop's own name for the till, if it has one
   * @param terminalIp IP address of the till, where a channel asks for it
   */
  record BuyerCode(
      String code, String storeId, @Nullable String terminalId, @Nullable String terminalIp)
      implements Scene {
    /** Checks that nothing required is missing. */
    public BuyerCode {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(storeId, "storeId");
    }

    @Override
    public Kind kind() {
      return Kind.BUYER_CODE;
    }

    @Override
    public String toString() {
      return "BuyerCode[code hidden, storeId=" + storeId + "]";
    }
  }

  /**
   * The buyer pays in a desktop browser.
   *
   * @param returnUrl where the browser comes back to; coming back proves nothing
   * @param cancelUrl where it comes back to when the buyer gives up, where the channel knows the
   *     difference
   */
  record WebPage(URI returnUrl, @Nullable URI cancelUrl) implements Scene {
    /** Checks that nothing required is missing. */
    public WebPage {
      Objects.requireNonNull(returnUrl, "returnUrl");
    }

    @Override
    public Kind kind() {
      return Kind.WEB_PAGE;
    }

    @Override
    public String toString() {
      return "WebPage[returnUrl at " + returnUrl.getHost() + "]";
    }
  }

  /**
   * The buyer pays in a phone's browser.
   *
   * @param returnUrl where the browser comes back to; coming back proves nothing
   * @param cancelUrl where it comes back to when the buyer gives up, where the channel knows the
   *     difference
   * @param buyerIp the buyer's IP address as the shop sees it; hidden in {@code toString}
   */
  record MobileWeb(URI returnUrl, @Nullable URI cancelUrl, String buyerIp) implements Scene {
    /** Checks that nothing required is missing. */
    public MobileWeb {
      Objects.requireNonNull(returnUrl, "returnUrl");
      Objects.requireNonNull(buyerIp, "buyerIp");
    }

    @Override
    public Kind kind() {
      return Kind.MOBILE_WEB;
    }

    @Override
    public String toString() {
      return "MobileWeb[returnUrl at " + returnUrl.getHost() + ", buyerIp hidden]";
    }
  }

  /**
   * The shop's own app opens the wallet's app.
   *
   * @param clientAppId the channel's id of the app, if it is not the account's own
   */
  record App(@Nullable String clientAppId) implements Scene {
    @Override
    public Kind kind() {
      return Kind.APP;
    }
  }

  /**
   * The buyer is already inside the wallet.
   *
   * @param payerId the channel's id of this buyer, valid for {@code clientAppId} only; hidden in
   *     {@code toString}
   * @param clientAppId the channel's id of the app or page the payer id belongs to, if it is not
   *     the account's own
   */
  record InAppPage(String payerId, @Nullable String clientAppId) implements Scene {
    /** Checks that nothing required is missing. */
    public InAppPage {
      Objects.requireNonNull(payerId, "payerId");
    }

    @Override
    public Kind kind() {
      return Kind.IN_APP_PAGE;
    }

    @Override
    public String toString() {
      return "InAppPage[payerId hidden, clientAppId=" + clientAppId + "]";
    }
  }
}
