package io.jiaozi.support.keys;

/**
 * A setting that should hold a key or certificate does not. The message is a diagnosis in three
 * parts: the setting, what was found in it, what to do. It never shows content, and has no cause,
 * because causes quote what they could not read.
 */
public final class KeyMaterialException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String setting;

  KeyMaterialException(String setting, String where, String found, String whatToDo) {
    super(setting + where + ": " + found + ". " + whatToDo);
    this.setting = setting;
  }

  /** The name of the setting at fault. */
  public String setting() {
    return setting;
  }
}
