package io.jiaozi.interop.alipay.v3;

import com.alipay.v3.ApiClient;
import com.alipay.v3.ApiException;
import com.alipay.v3.api.AlipayTradeApi;
import com.alipay.v3.api.AlipayTradeFastpayRefundApi;
import com.alipay.v3.util.model.AlipayConfig;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.SandboxProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Alipay's own REST client, set up as its documents say. Nothing had to be done to lead it to the
 * sandbox: the address is one of its settings.
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
  private final ApiClient client;

  OfficialClient(SandboxProcess sandbox, Mode mode, boolean encrypted) {
    this.sandbox = sandbox;
    this.mode = mode;
    account = sandbox.credentials("alipay").at("accounts").at(mode.account());
    client = new ApiClient();
    try {
      client.setAlipayConfig(config(encrypted));
    } catch (ApiException e) {
      throw new IllegalStateException(e);
    }
  }

  private AlipayConfig config(boolean encrypted) {
    AlipayConfig config = new AlipayConfig();
    config.setServerUrl(sandbox.credentials("alipay").at("baseUrl").text());
    config.setAppId(know("appId"));
    config.setPrivateKey(read("appPrivateKeyBase64File"));
    if (encrypted) {
      config.setEncryptKey(know("contentKey"));
    }
    if (mode == Mode.KEY) {
      config.setAlipayPublicKey(read("alipayPublicKeyBase64File"));
    } else {
      config.setAppCertPath(path("appCertificateFile"));
      config.setAlipayPublicCertPath(path("alipayCertificateFile"));
      config.setRootCertPath(path("alipayRootCertificateFile"));
    }
    return config;
  }

  AlipayTradeApi trades() {
    return new AlipayTradeApi(client);
  }

  AlipayTradeFastpayRefundApi refunds() {
    return new AlipayTradeFastpayRefundApi(client);
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
}
