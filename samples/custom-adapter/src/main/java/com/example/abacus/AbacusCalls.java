package com.example.abacus;

import io.jiaozi.support.http.Reply;
import okhttp3.RequestBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;

/** Every endpoint in use. Paths stand here and nowhere else. */
interface AbacusCalls {

  @POST("v1/payments")
  Call<Reply> pay(@Body RequestBody body);

  @GET("v1/payments/{number}")
  Call<Reply> payment(@Path("number") String number);

  @POST("v1/payments/{number}/close")
  Call<Reply> close(@Path("number") String number, @Body RequestBody body);

  @POST("v1/refunds")
  Call<Reply> refund(@Body RequestBody body);

  @GET("v1/refunds/{number}")
  Call<Reply> refund(@Path("number") String number);
}
