package io.jiaozi.alipay;

import io.jiaozi.support.http.Reply;
import okhttp3.RequestBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.POST;

/** Every endpoint in use. Paths stand here and nowhere else. */
interface AlipayCalls {

  /** {@code charset} stands in the query so that the gateway knows how to decode the body. */
  String GATEWAY = "gateway.do?charset=" + RequestSigner.CHARSET;

  @POST(GATEWAY)
  Call<Reply> gateway(@Body RequestBody form);
}
