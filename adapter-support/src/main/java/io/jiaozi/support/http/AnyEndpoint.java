package io.jiaozi.support.http;

import java.util.Map;
import okhttp3.RequestBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.HTTP;
import retrofit2.http.HeaderMap;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.QueryMap;
import retrofit2.http.Url;

/** Endpoints that nobody modelled, for {@link ChannelHttp#call}. */
interface AnyEndpoint {

  @GET
  Call<Reply> get(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers);

  @POST
  Call<Reply> post(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers,
      @Body RequestBody body);

  @PUT
  Call<Reply> put(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers,
      @Body RequestBody body);

  @PATCH
  Call<Reply> patch(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers,
      @Body RequestBody body);

  @DELETE
  Call<Reply> delete(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers);

  @HTTP(method = "DELETE", hasBody = true)
  Call<Reply> deleteWithBody(
      @Url String target,
      @QueryMap Map<String, String> query,
      @HeaderMap Map<String, String> headers,
      @Body RequestBody body);
}
