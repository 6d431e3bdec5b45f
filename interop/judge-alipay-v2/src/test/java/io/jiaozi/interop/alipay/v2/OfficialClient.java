package io.jiaozi.interop.alipay.v2;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.SandboxProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Alipay's own client, set up as its documents say. Nothing had to be done to lead it to the
 * sandbox: the gateway's address is one of its settings.
 */
final class OfficialClient {

  /** The client's two ways to trust the platform. */
  enum Mode {
    KEY("alipay"),
    CERTIFICATE("alipay-cert");

    private final String account;

    Mode(String account) {
      this.account = account;
    }

    String account() {
      return account;
    }
  }

  private final SandboxProcess sandbox;
  private final Mode mode;
  private final Json account;
  private final AlipayClient client;

  OfficialClient(SandboxProcess sandbox, Mode mode) {
    this.sandbox = sandbox;
    this.mode = mode;
    account = sandbox.credentials("alipay").at("accounts").at(mode.account());
    try {
      client = new DefaultAlipayClient(config());
    } catch (AlipayApiException e) {
      throw new IllegalStateException(e);
    }
  }

  private AlipayConfig config() {
    AlipayConfig config = new AlipayConfig();
    config.setServerUrl(sandbox.credentials("alipay").at("gatewayUrl").text());
    config.setAppId(know("appId"));
    config.setPrivateKey(read("appPrivateKeyBase64File"));
    config.setEncryptKey(know("contentKey"));
    if (mode == Mode.KEY) {
      config.setAlipayPublicKey(read("alipayPublicKeyBase64File"));
    } else {
      config.setAppCertPath(path("appCertificateFile"));
      config.setAlipayPublicCertPath(path("alipayCertificateFile"));
      config.setRootCertPath(path("alipayRootCertificateFile"));
    }
    return config;
  }

  AlipayClient client() {
    return client;
  }

  String know(String name) {
    return account.at(name).text();
  }

  String path(String name) {
    return sandbox.file(account.at(name)).toString();
  }

  String read(String name) {
    try {
      return Files.readString(Path.of(path(name)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Verified as this mode verifies. */
  <T extends AlipayResponse> T ask(AlipayRequest<T> request) throws AlipayApiException {
    return mode == Mode.KEY ? client.execute(request) : client.certificateExecute(request);
  }
}
