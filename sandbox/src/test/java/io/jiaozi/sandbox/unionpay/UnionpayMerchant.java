package io.jiaozi.sandbox.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.bouncycastle.jcajce.provider.digest.SM3;

/**
 * A merchant that knows the protocol only from its sheet: it signs, parses and verifies with its
 * own code, from the settings a merchant would be given, so that a mistake of the sandbox is not
 * made twice.
 */
public final class UnionpayMerchant {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.ofHours(8));

  private final Sandbox sandbox;
  private final String account;
  private final Map<String, String> settings;

  public UnionpayMerchant(Sandbox sandbox) {
    this(sandbox, "unionpay");
  }

  public UnionpayMerchant(Sandbox sandbox, String account) {
    this.sandbox = sandbox;
    this.account = account;
    this.settings = sandbox.settings();
  }

  public String setting(String name) {
    return settings.get("jiaozi.accounts." + account + "." + name);
  }

  public String now() {
    return time(sandbox.clock().instant());
  }

  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** What every request has, without a signature. */
  public Map<String, String> request(
      String txnType, String subType, String bizType, String channelType) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("version", "5.1.0");
    fields.put("encoding", "UTF-8");
    fields.put("signMethod", setting("sign-method"));
    fields.put("merId", setting("merchant-id"));
    fields.put("accessType", "0");
    fields.put("txnType", txnType);
    fields.put("txnSubType", subType);
    fields.put("bizType", bizType);
    if (!channelType.isEmpty()) {
      fields.put("channelType", channelType);
    }
    fields.put("txnTime", now());
    return fields;
  }

  /** A purchase of 88 yuan on a page, notified nowhere unless a test says so. */
  public Map<String, String> purchase(String number) {
    Map<String, String> fields = money(request("01", "01", "000201", "07"), number, 8800);
    fields.put("frontUrl", "https://shop.example/return");
    fields.put("orderDesc", "两盒饺子");
    return fields;
  }

  public Map<String, String> preauthorisation(String number, long fen) {
    Map<String, String> fields = purchase(number);
    fields.put("txnType", "02");
    fields.put("txnAmt", Long.toString(fen));
    return fields;
  }

  public Map<String, String> shownCode(String number) {
    return money(request("01", "07", "000000", "08"), number, 8800);
  }

  public Map<String, String> scannedCode(String number) {
    Map<String, String> fields = money(request("01", "06", "000000", "08"), number, 8800);
    fields.put("qrNo", "6220485073630469936");
    return fields;
  }

  private static Map<String, String> money(Map<String, String> fields, String number, long fen) {
    fields.put("orderId", number);
    fields.put("txnAmt", Long.toString(fen));
    fields.put("currencyCode", "156");
    fields.put("backUrl", "https://shop.example/notify");
    return fields;
  }

  /** Refund, completion, undo or void of a purchase or hold made on a page. */
  public Map<String, String> follow(String txnType, String number, String origQryId, long fen) {
    Map<String, String> fields = money(request(txnType, "00", "000201", "07"), number, fen);
    fields.put("origQryId", origQryId);
    return fields;
  }

  public Map<String, String> query(String number, String txnTime) {
    Map<String, String> fields = request("00", "00", "000000", "");
    fields.put("orderId", number);
    fields.put("txnTime", txnTime);
    return fields;
  }

  /** Places an order on a page and lets the buyer pay it; gives its queryId. */
  public String paid(Map<String, String> purchase) throws Exception {
    assertThat(post("frontTransReq.do", purchase).statusCode()).isEqualTo(303);
    String number = purchase.get("orderId") + "." + purchase.get("txnTime");
    return sandbox.unionpay().pay(number).queryId();
  }

  /** Sends a signed request and gives the verified answer. */
  public Map<String, String> call(String path, Map<String, String> fields) throws Exception {
    HttpResponse<byte[]> reply = post(path, fields);
    assertThat(reply.statusCode()).isEqualTo(200);
    Map<String, String> answer = parse(reply.body(), charset(fields));
    assertThat(problem(answer)).isEqualTo("");
    return answer;
  }

  public Map<String, String> back(Map<String, String> fields) throws Exception {
    return call("backTransReq.do", fields);
  }

  public Map<String, String> ask(String number, String txnTime) throws Exception {
    return call("queryTrans.do", query(number, txnTime));
  }

  /** {@code respCode} and, when there is one, {@code origRespCode}. */
  public String state(String number, String txnTime) throws Exception {
    Map<String, String> answer = ask(number, txnTime);
    return answer.get("respCode") + "/" + answer.getOrDefault("origRespCode", "-");
  }

  public HttpResponse<byte[]> post(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    return send(path, signed(fields));
  }

  /** Sends these fields as they are. */
  public HttpResponse<byte[]> send(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    return Merchant.send(
        HttpRequest.newBuilder(URI.create(sandbox.address() + gateway(path)))
            .timeout(Duration.ofSeconds(30))
            .setHeader(
                "Content-Type",
                "application/x-www-form-urlencoded;charset=" + charset(fields).name())
            .POST(HttpRequest.BodyPublishers.ofString(encoded(fields)))
            .build());
  }

  private static String gateway(String path) {
    return path.startsWith("/") ? path : "/gateway/api/" + path;
  }

  public static String encoded(Map<String, String> fields) {
    List<String> pairs = new ArrayList<>();
    fields.forEach(
        (name, value) ->
            pairs.add(
                URLEncoder.encode(name, StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(value, charset(fields))));
    return String.join("&", pairs);
  }

  private static Charset charset(Map<String, String> fields) {
    return Charset.forName(fields.getOrDefault("encoding", "UTF-8"));
  }

  public Map<String, String> signed(Map<String, String> request) {
    Map<String, String> fields = new TreeMap<>(request);
    if (setting("sign-method").equals("01")) {
      fields.putIfAbsent("certId", certId());
    }
    fields.putIfAbsent("signature", signature(fields));
    return fields;
  }

  private String signature(Map<String, String> fields) {
    try {
      byte[] text = text(fields).getBytes(charset(fields));
      String method = setting("sign-method");
      if (!method.equals("01")) {
        return keyed(method, text);
      }
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(privateKey());
      signer.update(hex("SHA-256", text).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private String keyed(String method, byte[] text) throws GeneralSecurityException {
    String algorithm = method.equals("11") ? "SHA-256" : "SM3";
    String key = hex(algorithm, setting("secure-key").getBytes(StandardCharsets.UTF_8));
    String whole = new String(text, StandardCharsets.UTF_8) + "&" + key;
    return hex(algorithm, whole.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(String algorithm, byte[] bytes) throws GeneralSecurityException {
    MessageDigest digest =
        algorithm.equals("SM3") ? new SM3.Digest() : MessageDigest.getInstance(algorithm);
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  private static String text(Map<String, String> fields) {
    Map<String, String> sorted = new TreeMap<>(fields);
    sorted.remove("signature");
    List<String> pairs = new ArrayList<>();
    sorted.forEach((name, value) -> pairs.add(name + "=" + value));
    return String.join("&", pairs);
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(
        new ByteArrayInputStream(Base64.getDecoder().decode(setting("signing-certificate"))),
        setting("signing-certificate-password").toCharArray());
    return store;
  }

  public PrivateKey privateKey() throws GeneralSecurityException, IOException {
    KeyStore store = store();
    return (PrivateKey)
        store.getKey(
            store.aliases().nextElement(), setting("signing-certificate-password").toCharArray());
  }

  public String certId() {
    try {
      KeyStore store = store();
      return ((X509Certificate) store.getCertificate(store.aliases().nextElement()))
          .getSerialNumber()
          .toString();
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads a reply: first equals sign, brackets counted, nothing decoded. */
  public static Map<String, String> parse(byte[] body, Charset charset) {
    String text = new String(body, charset);
    Map<String, String> fields = new TreeMap<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '&' : text.charAt(i);
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == '&' && (depth == 0 || i == text.length())) {
        String pair = text.substring(start, i);
        int equals = pair.indexOf('=');
        assertThat(fields.put(pair.substring(0, equals), pair.substring(equals + 1))).isNull();
        start = i + 1;
      }
    }
    return fields;
  }

  /** Reads a notification's body; a repeated name is not accepted. */
  public static Map<String, String> parseForm(byte[] body) {
    Map<String, String> fields = new TreeMap<>();
    for (String pair : new String(body, StandardCharsets.US_ASCII).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
      if (fields.put(name, URLDecoder.decode(parts[1], StandardCharsets.UTF_8)) != null) {
        throw new IllegalArgumentException("twice: " + name);
      }
    }
    fields.values().removeIf(String::isEmpty);
    return fields;
  }

  /** Why a message must not be believed: the first of the steps that fails, or nothing. */
  public String problem(Map<String, String> fields) {
    return problem(fields, Set.of("中国银联股份有限公司"));
  }

  /** The same, where other names are accepted as the channel's too. */
  public String problem(Map<String, String> fields, Set<String> names) {
    if (!"5.1.0".equals(fields.get("version"))) {
      return "version";
    }
    if (!setting("sign-method").equals(fields.get("signMethod"))) {
      return "method";
    }
    if (!setting("merchant-id").equals(fields.get("merId"))) {
      return "merchant";
    }
    String signature = fields.getOrDefault("signature", "");
    byte[] text = text(fields).getBytes(charset(fields));
    try {
      if (!setting("sign-method").equals("01")) {
        return keyed(setting("sign-method"), text).equals(signature) ? "" : "signature";
      }
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      if (!fields.containsKey("signPubKeyCert")) {
        return "no certificate";
      }
      List<X509Certificate> leaves = certificates(fields.get("signPubKeyCert"));
      if (leaves.size() != 1) {
        return "certificates";
      }
      X509Certificate leaf = leaves.get(0);
      Instant now = sandbox.clock().instant();
      if (now.isBefore(leaf.getNotBefore().toInstant())
          || now.isAfter(leaf.getNotAfter().toInstant())) {
        return "validity";
      }
      X509Certificate root = certificates(setting("root-certificate")).get(0);
      X509Certificate middle = certificates(setting("middle-certificate")).get(0);
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPath path = factory.generateCertPath(List.of(leaf, middle));
      try {
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
      } catch (GeneralSecurityException e) {
        return "chain";
      }
      if (!names.contains(company(leaf))) {
        return "identity";
      }
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(leaf.getPublicKey());
      verifier.update(hex("SHA-256", text).getBytes(StandardCharsets.US_ASCII));
      return verifier.verify(Base64.getDecoder().decode(signature)) ? "" : "signature";
    } catch (GeneralSecurityException e) {
      return "signature";
    }
  }

  static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
        .forEach(certificate -> all.add((X509Certificate) certificate));
    return all;
  }

  /** The third part of the only common name. */
  private static String company(X509Certificate leaf) {
    try {
      List<String> names = new ArrayList<>();
      for (Rdn rdn : new LdapName(leaf.getSubjectX500Principal().getName()).getRdns()) {
        if (rdn.getType().equalsIgnoreCase("CN")) {
          names.add(String.valueOf(rdn.getValue()));
        }
      }
      String[] parts = names.size() == 1 ? names.get(0).split("@", -1) : new String[0];
      return parts.length == 4 ? parts[2] : "";
    } catch (InvalidNameException e) {
      return "";
    }
  }
}
