package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.CertificateAuthority.Identity;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Pem;
import io.jiaozi.sandbox.channel.Randomness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Everything the simulated merchants and the simulated channel hold, made anew at every start and
 * worth nothing elsewhere. There are three merchants: one signs with a certificate ({@code
 * signMethod} 01), one with a secret and SHA-256 (11), one with a secret and SM3 (12). {@link
 * #toString} shows the merchant numbers only. Safe for use by many threads; the first use may wait
 * for the keys to be made.
 */
public final class UnionpayCredentials {
  /** What the authority calls itself, so that another can call itself the same. */
  static final String AUTHORITY = "Sandbox";

  private final CardAuthority authority;
  private final Account certificateAccount;
  private final Account sha256Account;
  private final Account sm3Account;
  private final String password;
  private final CompletableFuture<Identity> merchant;
  private final CompletableFuture<Identity> signer;
  private final Forgeries forgeries;
  private volatile CompletableFuture<Identity> encryption;

  /** Written once: its password protection costs more than all the other settings together. */
  private byte @Nullable [] pkcs12;

  UnionpayCredentials(ChannelContext context) {
    Randomness randomness = context.randomness();
    certificateAccount = new Account("unionpay", newMerchantId(randomness), "01", "");
    sha256Account =
        new Account("unionpay-sha256", newMerchantId(randomness), "11", randomness.text(24));
    sm3Account = new Account("unionpay-sm3", newMerchantId(randomness), "12", randomness.text(24));
    password = randomness.digits(6); // at most 6 characters: sheet 1
    authority = new CardAuthority(context, AUTHORITY);
    String merchantName = "041@Z1@" + certificateAccount.merchantId() + ":SIGN@00000001";
    merchant = authority.newLeaf(merchantName);
    signer = authority.newLeaf(Forgeries.SIGNER_NAME);
    encryption = newEncryption();
    forgeries = new Forgeries(context, authority, merchant, merchantName);
  }

  private static String newMerchantId(Randomness randomness) {
    return "777290" + randomness.digits(9);
  }

  private CompletableFuture<Identity> newEncryption() {
    return authority.newLeaf("041@Z1200040000:SIGN@00040000:SIGN@00000002");
  }

  List<Account> accounts() {
    return List.of(certificateAccount, sha256Account, sm3Account);
  }

  /** The account of this merchant number, or null. */
  @Nullable Account account(@Nullable String merchantId) {
    for (Account account : accounts()) {
      if (account.merchantId().equals(merchantId)) {
        return account;
      }
    }
    return null;
  }

  /** {@code merId} of the merchant that signs with a certificate: 15 digits. */
  public String merchantId() {
    return certificateAccount.merchantId();
  }

  /** {@code merId} of the merchant that signs with {@link #sha256Key}. */
  public String sha256MerchantId() {
    return sha256Account.merchantId();
  }

  /** The secret of {@code signMethod} 11. */
  public String sha256Key() {
    return sha256Account.secureKey();
  }

  /** {@code merId} of the merchant that signs with {@link #sm3Key}. */
  public String sm3MerchantId() {
    return sm3Account.merchantId();
  }

  /** The secret of {@code signMethod} 12. */
  public String sm3Key() {
    return sm3Account.secureKey();
  }

  /** The merchant's signing certificate with its key, as PKCS#12. */
  public synchronized byte[] signingCertificate() {
    byte[] written = pkcs12;
    if (written == null) {
      written = writeSigningCertificate();
      pkcs12 = written;
    }
    return written.clone();
  }

  private byte[] writeSigningCertificate() {
    Identity identity = merchant.join();
    char[] secret = password.toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, secret);
      store.setKeyEntry(
          "merchant",
          identity.privateKey(),
          secret,
          new Certificate[] {identity.certificate(), authority.middle(), authority.root()});
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, secret);
      return bytes.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This Java cannot write PKCS#12.", e);
    }
  }

  /** The password of {@link #signingCertificate}: 6 digits. */
  public String signingCertificatePassword() {
    return password;
  }

  /** {@code certId}: the signing certificate's serial number in decimal digits. */
  public String certId() {
    return decimalSerial(merchant.join());
  }

  /** Signs the merchant's requests. RSA-2048. */
  public PrivateKey merchantPrivateKey() {
    return merchant.join().privateKey();
  }

  /** The same key as PKCS#8 PEM text. */
  public String merchantKeyPem() {
    return Pem.privateKey(merchantPrivateKey());
  }

  /** The merchant's signing certificate as PEM text. */
  public String merchantCertificatePem() {
    return Pem.certificate(merchant.join().certificate());
  }

  /** The certificate that signs what the channel sends, as PEM text. */
  public String signerCertificatePem() {
    return Pem.certificate(signer.join().certificate());
  }

  /** The middle certificate as PEM text. */
  public String middleCertificatePem() {
    return Pem.certificate(authority.middle());
  }

  /** The root certificate as PEM text. */
  public String rootCertificatePem() {
    return Pem.certificate(authority.root());
  }

  /** The certificate that merchants encrypt for, as PEM text. */
  public String encryptionCertificatePem() {
    return Pem.certificate(encryption.join().certificate());
  }

  /** {@code encryptCertId}: that certificate's serial number in decimal digits. */
  public String encryptionCertId() {
    return decimalSerial(encryption.join());
  }

  Identity merchantIdentity() {
    return merchant.join();
  }

  X509Certificate merchantCertificate() {
    return merchant.join().certificate();
  }

  Identity signer() {
    return signer.join();
  }

  Identity encryption() {
    return encryption.join();
  }

  Forgeries forgeries() {
    return forgeries;
  }

  /** Makes another encryption certificate, which question 95 gives out from now on. */
  void renewEncryptionCertificate() {
    encryption = newEncryption();
  }

  static String decimalSerial(Identity identity) {
    return identity.certificate().getSerialNumber().toString();
  }

  @Override
  public String toString() {
    return "UnionpayCredentials["
        + merchantId()
        + ", "
        + sha256MerchantId()
        + ", "
        + sm3MerchantId()
        + "]";
  }
}
