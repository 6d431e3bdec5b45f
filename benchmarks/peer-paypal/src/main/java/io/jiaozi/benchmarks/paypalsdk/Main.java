package io.jiaozi.benchmarks.paypalsdk;

import com.paypal.sdk.Environment;
import com.paypal.sdk.PaypalServerSdkClient;
import com.paypal.sdk.authentication.ClientCredentialsAuthModel;
import com.paypal.sdk.controllers.OrdersController;
import com.paypal.sdk.models.AmountWithBreakdown;
import com.paypal.sdk.models.CheckoutPaymentIntent;
import com.paypal.sdk.models.CreateOrderInput;
import com.paypal.sdk.models.GetOrderInput;
import com.paypal.sdk.models.OrderRequest;
import com.paypal.sdk.models.PaymentSource;
import com.paypal.sdk.models.PaypalWallet;
import com.paypal.sdk.models.PaypalWalletExperienceContext;
import com.paypal.sdk.models.PurchaseUnitRequest;
import io.jiaozi.benchmarks.kit.Harness;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.benchmarks.kit.Side;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** The official SDK's side of what JMH does not measure. It has no code for notifications. */
public final class Main implements Side {
  private static final String JSON = "application/json";

  /** With as many idle connections as threads. */
  private static final String BEST = "best";

  /** See {@link Harness#run}. */
  public static void main(String[] arguments) throws Exception {
    Harness.run(new Main(), arguments);
  }

  @Override
  public Calls calls(String channel, String setUp, URI counterpart, Material material) {
    OrdersController orders = client(setUp, counterpart).getOrdersController();
    return new Calls(
        () -> {
          OrderRequest order =
              new OrderRequest.Builder(
                      CheckoutPaymentIntent.CAPTURE,
                      List.of(
                          new PurchaseUnitRequest.Builder(
                                  new AmountWithBreakdown.Builder("USD", "88.00").build())
                              .customId(Material.ORDER)
                              .invoiceId(Material.ORDER)
                              .description("Two boxes of dumplings")
                              .build()))
                  .paymentSource(
                      new PaymentSource.Builder()
                          .paypal(
                              new PaypalWallet.Builder()
                                  .experienceContext(
                                      new PaypalWalletExperienceContext.Builder()
                                          .returnUrl("https://shop.example/back")
                                          .cancelUrl("https://shop.example/cancelled")
                                          .build())
                                  .build())
                          .build())
                  .build();
          if (!orders
              .createOrder(
                  new CreateOrderInput.Builder(JSON, order)
                      .paypalRequestId(Material.ORDER)
                      .prefer("return=representation")
                      .build())
              .getResult()
              .getId()
              .equals(Material.PAYPAL_ORDER)) {
            throw new IllegalStateException("Unexpected order");
          }
        },
        () -> {
          if (!orders
              .getOrder(new GetOrderInput.Builder(Material.PAYPAL_ORDER).build())
              .getResult()
              .getId()
              .equals(Material.PAYPAL_ORDER)) {
            throw new IllegalStateException("Unexpected order");
          }
        });
  }

  /** It knows PayPal's two environments only, so an interceptor leads it to the counterpart. */
  private static PaypalServerSdkClient client(String setUp, URI counterpart) {
    OkHttpClient.Builder http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  HttpUrl url =
                      chain
                          .request()
                          .url()
                          .newBuilder()
                          .scheme("http")
                          .host(counterpart.getHost())
                          .port(counterpart.getPort())
                          .build();
                  return chain.proceed(chain.request().newBuilder().url(url).build());
                });
    if (setUp.equals(BEST)) {
      http.connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES));
    }
    return new PaypalServerSdkClient.Builder()
        .environment(Environment.SANDBOX)
        .httpClientConfig(config -> config.httpClientInstance(http.build()))
        .clientCredentialsAuth(
            new ClientCredentialsAuthModel.Builder(Material.PAYPAL_CLIENT, Material.PAYPAL_SECRET)
                .build())
        .build();
  }

  @Override
  public Work notification(String channel, String setUp, Material material) {
    throw new UnsupportedOperationException("The SDK has no code for notifications.");
  }
}
