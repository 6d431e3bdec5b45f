package io.jiaozi.tck.teahouse;

/** Claims the channel without being registered for it. */
public final class UnregisteredProvider extends TeahouseProvider {

  /** Like any provider. */
  public UnregisteredProvider() {}
}
