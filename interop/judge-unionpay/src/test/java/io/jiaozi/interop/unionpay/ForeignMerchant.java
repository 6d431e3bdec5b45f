package io.jiaozi.interop.unionpay;

import com.egzosn.pay.common.bean.CertStoreType;
import com.egzosn.pay.common.bean.NoticeParams;
import com.egzosn.pay.union.api.UnionPayConfigStorage;
import com.egzosn.pay.union.api.UnionPayService;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.SandboxProcess;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A merchant who uses pay-java-union. The one thing not as it comes: its addresses, which it builds
 * from fixed host names, lead to the sandbox. The host is not part of what is signed.
 */
final class ForeignMerchant extends UnionPayService {
  private final URI sandbox;

  private ForeignMerchant(UnionPayConfigStorage config, URI sandbox) {
    super(config);
    this.sandbox = sandbox;
  }

  /** Makes a merchant with the files and words that {@code credentials.json} gives anybody. */
  static ForeignMerchant at(SandboxProcess sandbox, String notifyUrl, String returnUrl) {
    Json credentials = sandbox.credentials("unionpay");
    UnionPayConfigStorage config = new UnionPayConfigStorage();
    config.setMerId(credentials.at("merId").text());
    config.setCertStoreType(CertStoreType.PATH);
    config.setKeyPrivateCert(sandbox.file(credentials.at("signingCertificateFile")).toString());
    config.setKeyPrivateCertPwd(credentials.at("signingCertificatePassword").text());
    config.setAcpMiddleCert(sandbox.file(credentials.at("middleCertificateFile")).toString());
    config.setAcpRootCert(sandbox.file(credentials.at("rootCertificateFile")).toString());
    config.setCertSign(true);
    config.setSignType("RSA2");
    config.setInputCharset("UTF-8");
    config.setNotifyUrl(notifyUrl);
    config.setReturnUrl(returnUrl);
    config.setTest(true);
    return new ForeignMerchant(config, sandbox.address());
  }

  private String to(String path) {
    return sandbox + path;
  }

  @Override
  public String getFrontTransUrl() {
    return to("/gateway/api/frontTransReq.do");
  }

  @Override
  public String getBackTransUrl() {
    return to("/gateway/api/backTransReq.do");
  }

  @Override
  public String getAppTransUrl() {
    return to("/gateway/api/appTransReq.do");
  }

  @Override
  public String getSingleQueryUrl() {
    return to("/gateway/api/queryTrans.do");
  }

  @Override
  public String getFileTransUrl() {
    return to("/");
  }

  /** Whether the client believes a notification, given as a servlet would give it. */
  boolean believes(HttpMessage notification) {
    return verify(new NoticeParams(fields(notification)));
  }

  static Map<String, Object> fields(HttpMessage notification) {
    Map<String, Object> fields = new TreeMap<>();
    for (String pair : notification.text().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      fields.putIfAbsent(decoded(parts[0]), decoded(parts[1]));
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
