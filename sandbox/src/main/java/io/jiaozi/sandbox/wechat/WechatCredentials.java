package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.CertificateAuthority.Identity;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Pem;
import io.jiaozi.sandbox.channel.Randomness;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Everything the simulated merchant and the simulated platform hold, made anew at every start and
 * worth nothing elsewhere. {@link #toString} shows the merchant number only. Safe for use by many
 * threads; the first use may wait for the keys to be made.
 */
public final class WechatCredentials {
  private final ChannelContext context;
  private final String merchantId;
  private final String appId;
  private final String secondAppId;
  private final String subMerchantId;
  private final String subAppId;
  private final String apiV3Key;
  private final String publicKeyId;
  private final CompletableFuture<Identity> merchant;
  private final CompletableFuture<KeyPair> wechatpay;
  private final List<CompletableFuture<Identity>> platform = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Identity> signing;
  private @Nullable CompletableFuture<Identity> expired;

  WechatCredentials(ChannelContext context) {
    this.context = context;
    Randomness randomness = context.randomness();
    merchantId = randomness.digits(10);
    appId = "wx" + randomness.hex(16);
    secondAppId = "wx" + randomness.hex(16);
    subMerchantId = randomness.digits(10);
    subAppId = "wx" + randomness.hex(16);
    apiV3Key = randomness.text(32);
    publicKeyId = "PUB_KEY_ID_" + randomness.digits(34);
    merchant = context.authority().newIdentity("CN=" + merchantId + ",O=Jiaozi Sandbox Merchant");
    wechatpay = context.authority().newKeyPair();
    signing = announced(context);
    platform.add(signing);
  }

  /** {@code mchid}: 10 digits. */
  public String merchantId() {
    return merchantId;
  }

  /** {@code appid}: {@code wx} and 16 hexadecimal digits, bound to the merchant. */
  public String appId() {
    return appId;
  }

  /** Further apps of the same merchant, such as its mobile app. */
  public List<String> moreAppIds() {
    return List.of(secondAppId);
  }

  List<String> appIds() {
    return List.of(appId, secondAppId);
  }

  /** {@code sub_mchid}: a merchant for whom this merchant, as service provider, may act. */
  public String subMerchantId() {
    return subMerchantId;
  }

  /** {@code sub_appid}: an app of that merchant. */
  public String subAppId() {
    return subAppId;
  }

  /**
   * The secret with which notifications and downloaded certificates are encrypted: 32 characters.
   */
  public String apiV3Key() {
    return apiV3Key;
  }

  /** Signs the merchant's requests. RSA-2048. */
  public PrivateKey merchantPrivateKey() {
    return merchant.join().privateKey();
  }

  /** The same key as PKCS#8 PEM text. */
  public String merchantPrivateKeyPem() {
    return Pem.privateKey(merchantPrivateKey());
  }

  /** Serial number of the merchant's API certificate, upper-case hexadecimal. */
  public String merchantSerial() {
    return merchant.join().serial();
  }

  /** The merchant's API certificate as PEM text. */
  public String merchantCertificatePem() {
    return Pem.certificate(merchant.join().certificate());
  }

  /** The id of the WeChat Pay public key: {@code PUB_KEY_ID_} and digits. */
  public String publicKeyId() {
    return publicKeyId;
  }

  /** Verifies what the platform signs in public-key mode. */
  public PublicKey publicKey() {
    return wechatpay.join().getPublic();
  }

  /** The same key as PEM text. */
  public String publicKeyPem() {
    return Pem.publicKey(publicKey());
  }

  /** Serial number of the platform certificate that signs now, upper-case hexadecimal. */
  public String platformSerial() {
    return activePlatform().serial();
  }

  /** All valid platform certificates as PEM texts, oldest first. */
  public List<String> platformCertificatePems() {
    List<String> pems = new ArrayList<>();
    platforms().forEach(identity -> pems.add(Pem.certificate(identity.certificate())));
    return pems;
  }

  /**
   * A platform certificate that expired yesterday, as PEM text: for tests of who still believes it.
   * The sandbox signs nothing with it unless a twist asks for that.
   */
  public String expiredPlatformCertificatePem() {
    return Pem.certificate(expiredPlatform().certificate());
  }

  synchronized Identity expiredPlatform() {
    if (expired == null) {
      expired =
          context.authority().newExpiredIdentity("CN=Sandbox Platform,O=Jiaozi Sandbox WeChat Pay");
    }
    return expired.join();
  }

  PublicKey merchantPublicKey() {
    return merchant.join().certificate().getPublicKey();
  }

  PrivateKey publicKeyModeSigner() {
    return wechatpay.join().getPrivate();
  }

  List<Identity> platforms() {
    return platform.stream().map(CompletableFuture::join).toList();
  }

  Identity activePlatform() {
    return signing.join();
  }

  private static CompletableFuture<Identity> announced(ChannelContext context) {
    return context.authority().newIdentity("CN=Sandbox Platform,O=Jiaozi Sandbox WeChat Pay");
  }

  /** Makes another platform certificate, which is listed and does not sign yet. */
  void announcePlatformCertificate() {
    platform.add(announced(context));
  }

  /** The newest platform certificate signs from now on; the older ones stay listed. */
  void signWithNewestCertificate() {
    signing = platform.get(platform.size() - 1);
  }

  /** Forgets every platform certificate but the one that signs. */
  void retireOtherCertificates() {
    CompletableFuture<Identity> kept = signing;
    platform.removeIf(certificate -> certificate != kept);
  }

  @Override
  public String toString() {
    return "WechatCredentials[mchid=" + merchantId + "]";
  }
}
