package io.jiaozi.unionpay;

import io.jiaozi.support.http.Reply;
import java.util.Set;
import okhttp3.RequestBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.POST;
import retrofit2.http.Url;

/** Every endpoint in use. Paths stand here and nowhere else. Source: protocol sheet, section 3. */
interface UnionpayCalls {

  /** Where the buyer's browser posts the form; never called from here. */
  String FRONT = "gateway/api/frontTransReq.do";

  String BACK = "gateway/api/backTransReq.do";
  String APP = "gateway/api/appTransReq.do";
  String QUERY = "gateway/api/queryTrans.do";

  /** What the escape hatch may call. */
  Set<String> OPEN =
      Set.of(
          BACK,
          APP,
          QUERY,
          "gateway/api/batchTrans.do",
          "gateway/api/cardTransReq.do",
          "gateway/api/order.do",
          "jiaofei/api/backTransReq.do",
          "jiaofei/api/queryTrans.do",
          "jiaofei/api/cardTransReq.do",
          "jiaofei/api/appTransReq.do");

  @POST(BACK)
  Call<Reply> back(@Body RequestBody form);

  @POST(APP)
  Call<Reply> app(@Body RequestBody form);

  @POST(QUERY)
  Call<Reply> query(@Body RequestBody form);

  @POST
  Call<Reply> any(@Url String target, @Body RequestBody form);
}
