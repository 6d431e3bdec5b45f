package io.jiaozi.wechat;

import io.jiaozi.support.http.Reply;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;

/**
 * Every endpoint in use. Paths stand here and nowhere else.
 *
 * <p>Numbers in a path are handed over percent-encoded ({@link Paths}), so that what is signed is
 * what is sent. A serial is given where fields of the body are encrypted for the key it names;
 * otherwise {@link RequestSigner} sets it.
 */
interface WechatCalls {

  /**
   * Places an order.
   *
   * @param product {@code native}, {@code jsapi}, {@code app}, {@code h5} or {@code codepay}
   */
  @POST("v3/pay/transactions/{product}")
  Call<Reply> pay(
      @Path("product") String product,
      @Header(MessageVerifier.SERIAL) @Nullable String serial,
      @Body RequestBody body);

  @POST("v3/pay/partner/transactions/{product}")
  Call<Reply> partnerPay(
      @Path("product") String product,
      @Header(MessageVerifier.SERIAL) @Nullable String serial,
      @Body RequestBody body);

  @GET("v3/pay/transactions/out-trade-no/{number}")
  Call<Reply> queryByNumber(
      @Path(value = "number", encoded = true) String number, @Query("mchid") String mchid);

  @GET("v3/pay/partner/transactions/out-trade-no/{number}")
  Call<Reply> partnerQueryByNumber(
      @Path(value = "number", encoded = true) String number,
      @Query("sp_mchid") String spMchid,
      @Query("sub_mchid") String subMchid);

  @POST("v3/pay/transactions/out-trade-no/{number}/close")
  Call<Reply> close(@Path(value = "number", encoded = true) String number, @Body RequestBody body);

  @POST("v3/pay/partner/transactions/out-trade-no/{number}/close")
  Call<Reply> partnerClose(
      @Path(value = "number", encoded = true) String number, @Body RequestBody body);

  @POST("v3/pay/transactions/out-trade-no/{number}/reverse")
  Call<Reply> reverse(
      @Path(value = "number", encoded = true) String number, @Body RequestBody body);

  @POST("v3/pay/partner/transactions/out-trade-no/{number}/reverse")
  Call<Reply> partnerReverse(
      @Path(value = "number", encoded = true) String number, @Body RequestBody body);

  @POST("v3/refund/domestic/refunds")
  Call<Reply> refund(@Body RequestBody body);

  /** Asks for a refund. The merchant served is named where a partner asks. */
  @GET("v3/refund/domestic/refunds/{number}")
  Call<Reply> queryRefund(
      @Path(value = "number", encoded = true) String number,
      @Query("sub_mchid") @Nullable String subMchid);

  /** Downloads the platform certificates. */
  @GET("v3/certificates")
  Call<Reply> certificates();
}
