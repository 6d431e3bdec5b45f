package io.jiaozi.support.http;

import io.jiaozi.Operation;
import io.jiaozi.spi.CallContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.RequestBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Url;

/** A small channel, as an adapter would describe it. */
interface Calls {

  @POST("v3/pay")
  Call<Reply> pay(@Body RequestBody body);

  @GET("v3/pay/number/{number}")
  Call<Reply> query(@Path("number") String number);

  @POST(".")
  Call<Reply> gateway(@Body RequestBody body);

  @GET
  Call<Reply> download(@Url String url);

  static RequestBody json(String text) {
    return HttpBody.json(text.getBytes(StandardCharsets.UTF_8));
  }

  static CallContext within(Duration timeLeft) {
    return new CallContext(Operation.PAY, timeLeft, 1, null);
  }

  static CallContext within10Seconds() {
    return within(Duration.ofSeconds(10));
  }
}
