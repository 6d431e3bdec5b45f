package io.jiaozi.support.keys;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A setting that holds a key, a certificate or a key store, in whatever form people have it.
 *
 * <p>The value is the path of a file, {@code classpath:} and a resource, or the text itself. The
 * content is PEM (PKCS#8, PKCS#1, SEC 1, SPKI, certificates, encrypted PKCS#8 with {@link
 * #withPassword}), the same as bare base64 with or without line breaks, DER, or PKCS#12; byte order
 * marks, Windows newlines, surrounding quotes and newlines written as {@code \n} are tolerated.
 * What it is, is told by its bytes, never by its name.
 *
 * <p>Every method that reads throws {@link KeyMaterialException} with a diagnosis. RSA keys below
 * 2048 or above 8192 bits are refused, and so are private keys whose numbers do not fit together.
 * Reads anew on each call: call once, when the account opens. Immutable, safe for many threads.
 */
public final class KeyMaterial {
  private static final String WHOLE_PRIVATE =
      "Give the file that starts with BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY.";
  private static final String WHOLE_PUBLIC =
      "Give the file that starts with BEGIN PUBLIC KEY, or its base64 text.";
  private static final String WHOLE_CERTIFICATE =
      "Give the file that starts with BEGIN CERTIFICATE.";
  private static final String WHOLE_STORE = "Give the .pfx or .p12 file.";

  private final String setting;
  private final List<SourceMaker> sources;
  private final @Nullable String password;
  private final @Nullable String advice;

  /** Looks at files and resources only when asked. */
  private interface SourceMaker {
    Source make();
  }

  private KeyMaterial(
      String setting,
      List<SourceMaker> sources,
      @Nullable String password,
      @Nullable String advice) {
    this.setting = Objects.requireNonNull(setting, "setting");
    this.sources = sources;
    this.password = password;
    this.advice = advice;
  }

  /**
   * The value of a setting the merchant wrote. Several paths may be given with commas between them,
   * for {@link #certificates}.
   *
   * @param setting name of the setting, as it should appear in diagnoses
   * @param value a path, {@code classpath:...}, or text
   */
  public static KeyMaterial of(String setting, String value) {
    List<SourceMaker> makers = new ArrayList<>();
    boolean several = value.indexOf(',') >= 0 && !value.contains("-----");
    for (String part : several ? value.split(",") : new String[] {value}) {
      if (!several || !part.isBlank()) {
        makers.add(() -> Source.of(setting, part));
      }
    }
    return new KeyMaterial(setting, List.copyOf(makers), null, null);
  }

  /**
   * Text that came with a message or a reply. Never looked up as a path, whatever it says.
   *
   * @param name what it is, as it should appear in diagnoses
   */
  public static KeyMaterial inline(String name, String text) {
    return new KeyMaterial(name, List.of(() -> Source.inline(name, text)), null, null);
  }

  /**
   * Bytes (PEM or DER) that came with a message, a reply or a download.
   *
   * @param name what it is, as it should appear in diagnoses
   */
  public static KeyMaterial inline(String name, byte[] content) {
    byte[] copy = content.clone();
    return new KeyMaterial(name, List.of(() -> Source.inline(name, copy)), null, null);
  }

  /** The same with the password that opens it; null for none. */
  public KeyMaterial withPassword(@Nullable String newPassword) {
    return new KeyMaterial(setting, sources, newPassword, advice);
  }

  /**
   * The same with a sentence of the channel's own for "what to do" when something else was given:
   * "Give the file apiclient_key.pem, which starts with BEGIN PRIVATE KEY."
   */
  public KeyMaterial withAdvice(String newAdvice) {
    return new KeyMaterial(setting, sources, password, newAdvice);
  }

  /** The RSA private key in it. Certificates and public keys beside it are ignored. */
  public RSAPrivateCrtKey rsaPrivateKey() {
    Found found = privateItem();
    return new KeyDecoder(found.origin, adviceOr("Give the RSA key.")).rsaPrivate(found.item);
  }

  /** The RSA public key in it. A certificate is not a public key; ask for it as one. */
  public RSAPublicKey rsaPublicKey() {
    Found found = publicItem();
    return new KeyDecoder(found.origin, adviceOr("Give the RSA key.")).rsaPublic(found.item);
  }

  /** The SM2 private key in it. */
  public ECPrivateKey sm2PrivateKey() {
    Found found = privateItem();
    return new KeyDecoder(found.origin, adviceOr("Give the SM2 key.")).sm2Private(found.item);
  }

  /** The SM2 public key in it. */
  public ECPublicKey sm2PublicKey() {
    Found found = publicItem();
    return new KeyDecoder(found.origin, adviceOr("Give the SM2 key.")).sm2Public(found.item);
  }

  /**
   * The certificate in it; the first, if it is followed by those above it. Its own dates and trust
   * are not checked here.
   */
  public X509Certificate certificate() {
    Content content = only();
    List<Item> certificates = content.all(kind -> kind == DerKind.CERTIFICATE);
    if (certificates.isEmpty()) {
      throw wrongKind(content, "a certificate", WHOLE_CERTIFICATE);
    }
    return new CertificateDecoder(content.origin).decodeUsable(certificates.get(0));
  }

  /** All certificates in it, in order: a bundle, a chain, or several files with commas between. */
  public List<X509Certificate> certificates() {
    List<X509Certificate> all = new ArrayList<>();
    for (SourceMaker maker : sources) {
      Content content = content(maker);
      List<Item> certificates = content.all(kind -> kind == DerKind.CERTIFICATE);
      if (certificates.isEmpty()) {
        throw wrongKind(content, "a certificate", WHOLE_CERTIFICATE);
      }
      CertificateDecoder decoder = new CertificateDecoder(content.origin);
      certificates.forEach(item -> all.add(decoder.decode(item)));
    }
    return List.copyOf(all);
  }

  /** The one RSA private key of a PKCS#12 file, opened with {@link #withPassword}. */
  public KeyAndCertificates keyStore() {
    Content content = only();
    Item item = content.items.get(0);
    if (item.kind() != DerKind.PKCS12) {
      throw wrongKind(content, "a PKCS#12 key store", WHOLE_STORE);
    }
    return new KeyStoreReader(content.origin).read(item, password);
  }

  private record Content(Origin origin, List<Item> items) {
    List<Item> all(Predicate<DerKind> wanted) {
      return items.stream().filter(item -> wanted.test(item.kind())).toList();
    }

    /** What the setting mostly is, for a diagnosis. */
    Item main() {
      List<Item> telling = all(kind -> kind != DerKind.PARAMETERS);
      return telling.isEmpty() ? items.get(0) : telling.get(0);
    }
  }

  private record Found(Origin origin, Item item) {}

  private Found privateItem() {
    Content content = only();
    List<Item> keys =
        content.all(
            kind ->
                kind.isPrivateKey()
                    || kind == DerKind.ENCRYPTED_PRIVATE
                    || kind == DerKind.LEGACY_ENCRYPTED_PRIVATE);
    Item key = single(content, keys, "a private key", WHOLE_PRIVATE);
    return new Found(
        content.origin,
        key.kind().isPrivateKey() ? key : new EncryptedKeys(content.origin).open(key, password));
  }

  private Found publicItem() {
    Content content = only();
    List<Item> keys = content.all(DerKind::isPublicKey);
    return new Found(content.origin, single(content, keys, "a public key", WHOLE_PUBLIC));
  }

  private Item single(Content content, List<Item> items, String wanted, String whole) {
    if (items.isEmpty()) {
      throw wrongKind(content, wanted, whole);
    }
    if (items.size() > 1) {
      throw content.origin.problem(
          "there are " + items.size() + " keys in it, and which one to use is not for us to guess",
          "Leave the right one alone in it.");
    }
    return items.get(0);
  }

  private Content only() {
    if (sources.size() != 1) {
      throw Origin.inline(setting)
          .problem("this names " + sources.size() + " files, but one is asked for", "Name one.");
    }
    return content(sources.get(0));
  }

  private static Content content(SourceMaker maker) {
    Source source = maker.make();
    return new Content(source.origin(), ContentReader.read(source));
  }

  private KeyMaterialException wrongKind(Content content, String wanted, String whole) {
    DerKind kind = content.main().kind();
    String found = kind.words();
    String clause =
        kind == DerKind.UNKNOWN ? "this is " + found : "this is " + found + ", not " + wanted;
    return content.origin.problem(clause, adviceOr(remedy(kind, whole)));
  }

  private static String remedy(DerKind kind, String whole) {
    return switch (kind) {
      case SIGNING_REQUEST ->
          "A signing request is what one sends to get a certificate; give what was sent back. "
              + whole;
      case PKCS7 ->
          "Take the certificates out of it: openssl pkcs7 -print_certs -in a.p7b -out a.pem.";
      case JKS ->
          "Convert it: keytool -importkeystore -srckeystore a.jks -destkeystore a.p12"
              + " -deststoretype PKCS12.";
      case PKCS12 ->
          "A key store has settings of its own, or can be unpacked with openssl pkcs12. " + whole;
      case OPENSSH_PRIVATE, OPENSSH_PUBLIC ->
          "OpenSSH's form is for logging in; channels use PEM. " + whole;
      default -> whole;
    };
  }

  private String adviceOr(String otherwise) {
    return advice == null ? otherwise : advice;
  }

  @Override
  public String toString() {
    return "KeyMaterial[" + setting + ", content hidden]";
  }
}
