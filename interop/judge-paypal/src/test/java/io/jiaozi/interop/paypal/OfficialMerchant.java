package io.jiaozi.interop.paypal;

import com.paypal.sdk.Environment;
import com.paypal.sdk.PaypalServerSdkClient;
import com.paypal.sdk.authentication.ClientCredentialsAuthModel;
import com.paypal.sdk.controllers.OAuthAuthorizationController;
import com.paypal.sdk.controllers.OrdersController;
import com.paypal.sdk.controllers.PaymentsController;
import com.paypal.sdk.http.response.ApiResponse;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.SandboxProcess;
import java.io.IOException;
import java.net.URI;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A merchant who uses the official SDK. The one thing not as the SDK comes: it knows PayPal's two
 * environments only, so an interceptor of its HTTP client sends to another address what it
 * addresses to the sandbox environment. Nothing is signed in this protocol, so nothing else can
 * tell. The same interceptor keeps the last answer, so that tests see the bytes behind a model. Not
 * thread-safe.
 */
final class OfficialMerchant {

  /** Asks for whole resources, as our adapter does. */
  static final String WHOLE = "return=representation";

  private static final long LONGEST_REPLY = 1 << 20;

  private final Json credentials;
  private final Redirection redirection;
  private final PaypalServerSdkClient client;

  /** A call of the SDK. */
  interface Call<T> {
    ApiResponse<T> send() throws Exception;
  }

  private OfficialMerchant(Json credentials, URI address, String clientId, String clientSecret) {
    this.credentials = credentials;
    this.redirection = new Redirection(address);
    this.client =
        new PaypalServerSdkClient.Builder()
            .environment(Environment.SANDBOX)
            .httpClientConfig(
                config ->
                    config.httpClientInstance(
                        new OkHttpClient.Builder().addInterceptor(redirection).build()))
            .clientCredentialsAuth(
                new ClientCredentialsAuthModel.Builder(clientId, clientSecret).build())
            .build();
  }

  /** The merchant the sandbox knows, with a client that has no token yet. */
  static OfficialMerchant at(SandboxProcess sandbox) {
    Json credentials = sandbox.credentials("paypal");
    return new OfficialMerchant(
        credentials,
        sandbox.address(),
        credentials.at("clientId").text(),
        credentials.at("clientSecret").text());
  }

  /** A merchant at any address. */
  static OfficialMerchant at(URI address, String clientId, String clientSecret) {
    return new OfficialMerchant(Json.parse("{}"), address, clientId, clientSecret);
  }

  OrdersController orders() {
    return client.getOrdersController();
  }

  PaymentsController payments() {
    return client.getPaymentsController();
  }

  OAuthAuthorizationController tokens() {
    return client.getOAuthAuthorizationController();
  }

  /** A value of {@code credentials.json}. */
  String know(String name) {
    return credentials.at(name).text();
  }

  /**
   * Calls, and demands that the SDK's model has understood the answer to the last field.
   *
   * @param status the HTTP status it must have
   */
  <T> T told(int status, Class<T> model, Call<T> call) throws Exception {
    ApiResponse<T> response = call.send();
    if (response.getStatusCode() != status) {
      throw new AssertionError(
          "Answered " + response.getStatusCode() + ", not " + status + ": " + lastReply());
    }
    Documents.requireUnderstood(lastReply(), model);
    return response.getResult();
  }

  /** The body of the last answer. */
  String lastReply() {
    return redirection.lastReply;
  }

  private static final class Redirection implements Interceptor {
    private final URI address;
    private volatile String lastReply = "";

    private Redirection(URI address) {
      this.address = address;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
      HttpUrl url =
          chain
              .request()
              .url()
              .newBuilder()
              .scheme(address.getScheme())
              .host(address.getHost())
              .port(address.getPort())
              .build();
      Request redirected = chain.request().newBuilder().url(url).build();
      Response response = chain.proceed(redirected);
      lastReply = response.peekBody(LONGEST_REPLY).string();
      return response;
    }
  }
}
