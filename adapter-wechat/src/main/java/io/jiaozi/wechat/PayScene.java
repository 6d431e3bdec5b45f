package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.support.http.Reply;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.RequestBody;
import retrofit2.Call;

/**
 * What is special about one scene: its endpoint, what it adds to the common body, and what its
 * answer turns into. Stateless.
 */
interface PayScene {

  /** Which scene this is. */
  Scene.Kind kind();

  /** Everything the scene itself does not allow about a request. */
  List<Problem> check(PaymentRequest request);

  /** Wire paths that {@link #addTo} sets, so that extras cannot. */
  Set<String> fields();

  /** Adds what the scene needs to the common body. */
  void addTo(Body body, PaymentRequest request);

  /** The call of the scene's endpoint. */
  Call<Reply> call(WechatCalls calls, RequestBody body);

  /** What a verified answer means. */
  PaymentResult result(PaymentRequest request, Reply reply, Instant now);

  /** One row for every scene an account offers. */
  static Map<Scene.Kind, PayScene> all() {
    Map<Scene.Kind, PayScene> scenes = new EnumMap<>(Scene.Kind.class);
    for (PayScene scene : List.of(new NativeScene())) {
      scenes.put(scene.kind(), scene);
    }
    return scenes;
  }
}
