package io.jiaozi.paypal;

import io.jiaozi.support.http.Reply;
import java.util.Map;
import okhttp3.RequestBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.HeaderMap;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Url;

/**
 * Every endpoint in use. Paths stand here and nowhere else.
 *
 * <p>The headers of each call are made by {@link Exchange}: they say who asks, and for whom.
 */
interface PaypalCalls {

  @POST("v1/oauth2/token")
  Call<Reply> token(@Header("Authorization") String basic, @Body RequestBody form);

  @POST("v2/checkout/orders")
  Call<Reply> createOrder(@HeaderMap Map<String, String> headers, @Body RequestBody body);

  @GET("v2/checkout/orders/{id}")
  Call<Reply> order(@HeaderMap Map<String, String> headers, @Path("id") String id);

  @POST("v2/checkout/orders/{id}/capture")
  Call<Reply> captureOrder(
      @HeaderMap Map<String, String> headers, @Path("id") String id, @Body RequestBody body);

  @POST("v2/checkout/orders/{id}/authorize")
  Call<Reply> authorizeOrder(
      @HeaderMap Map<String, String> headers, @Path("id") String id, @Body RequestBody body);

  @GET("v2/payments/authorizations/{id}")
  Call<Reply> authorization(@HeaderMap Map<String, String> headers, @Path("id") String id);

  @POST("v2/payments/authorizations/{id}/capture")
  Call<Reply> captureAuthorization(
      @HeaderMap Map<String, String> headers, @Path("id") String id, @Body RequestBody body);

  @POST("v2/payments/authorizations/{id}/reauthorize")
  Call<Reply> reauthorize(
      @HeaderMap Map<String, String> headers, @Path("id") String id, @Body RequestBody body);

  @POST("v2/payments/authorizations/{id}/void")
  Call<Reply> voidAuthorization(
      @HeaderMap Map<String, String> headers, @Path("id") String id, @Body RequestBody body);

  @GET("v2/payments/captures/{id}")
  Call<Reply> capture(@HeaderMap Map<String, String> headers, @Path("id") String id);

  @POST("v2/payments/captures/{id}/refund")
  Call<Reply> refund(
      @HeaderMap Map<String, String> headers, @Path("id") String id, @Body RequestBody body);

  @GET("v2/payments/refunds/{id}")
  Call<Reply> refund(@HeaderMap Map<String, String> headers, @Path("id") String id);

  @POST("v1/notifications/verify-webhook-signature")
  Call<Reply> verifyWebhook(@HeaderMap Map<String, String> headers, @Body RequestBody body);

  @GET
  Call<Reply> certificate(@Url String url);
}
