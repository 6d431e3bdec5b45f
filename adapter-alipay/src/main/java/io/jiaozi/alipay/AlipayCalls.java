package io.jiaozi.alipay;

import io.jiaozi.support.http.Reply;
import java.util.Map;
import okhttp3.RequestBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.HTTP;
import retrofit2.http.HeaderMap;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.QueryMap;
import retrofit2.http.Url;

/** Every endpoint in use. Paths stand here and nowhere else. */
interface AlipayCalls {

  /** {@code charset} stands in the query so that the gateway knows how to decode the body. */
  String GATEWAY = "gateway.do?charset=" + RequestSigner.CHARSET;

  @POST(GATEWAY)
  Call<Reply> gateway(@Body RequestBody form);

  @GET
  Call<Reply> anyGet(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers);

  @POST
  Call<Reply> anyPost(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers,
      @Body RequestBody body);

  @PUT
  Call<Reply> anyPut(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers,
      @Body RequestBody body);

  @PATCH
  Call<Reply> anyPatch(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers,
      @Body RequestBody body);

  @HTTP(method = "DELETE", hasBody = true)
  Call<Reply> anyDelete(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers,
      @Body RequestBody body);
}
