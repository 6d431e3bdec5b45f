package io.jiaozi.support.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;

/**
 * Lets Retrofit turn interface methods into requests, and nothing more: the calls it makes cannot
 * be executed, so that no request goes out past {@link ChannelHttp#send}.
 */
final class RequestMaker {

  /** Stands for the base URL until {@code send} knows which address to use. */
  private static final HttpUrl PLACEHOLDER = HttpUrl.get("https://base.invalid/");

  private static final String WHY = "A call is sent with ChannelHttp.send, never by itself.";

  /** Makes calls that carry a request and end before they begin. Knows no TLS, so loads nothing. */
  private static final Call.Factory UNSENDABLE =
      new OkHttpClient.Builder()
          .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
          .addInterceptor(
              chain -> {
                throw new IOException(WHY);
              })
          .build();

  private final Retrofit retrofit =
      new Retrofit.Builder()
          .baseUrl(PLACEHOLDER)
          .callFactory(UNSENDABLE)
          .addConverterFactory(new ReplyConverter())
          .validateEagerly(false)
          .build();

  <T> T calls(Class<T> retrofitInterface) {
    return retrofit.create(retrofitInterface);
  }

  static boolean isRelative(HttpUrl url) {
    return url.host().equals(PLACEHOLDER.host());
  }

  /** Puts path and query behind a base URL, both as they are encoded already. */
  static HttpUrl behind(HttpUrl base, HttpUrl relative) {
    String root = base.encodedPath();
    String path = relative.encodedPath();
    String joined =
        path.equals("/")
            ? root
            : (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path;
    return base.newBuilder().encodedPath(joined).encodedQuery(relative.encodedQuery()).build();
  }

  /** The bytes of a body; empty if there is none. */
  static byte[] bytesOf(Request request) {
    RequestBody body = request.body();
    Buffer buffer = new Buffer();
    if (body != null) {
      try {
        body.writeTo(buffer);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return buffer.readByteArray();
  }

  private static final class ReplyConverter extends Converter.Factory {
    @Override
    public @Nullable Converter<ResponseBody, ?> responseBodyConverter(
        Type type, Annotation[] annotations, Retrofit retrofit) {
      return type == Reply.class
          ? body -> {
            throw new IOException(WHY);
          }
          : null;
    }
  }
}
