package io.jiaozi.support.keys;

/**
 * The setting a key came from and, if it names one, the file: the subject of every diagnosis.
 *
 * @param setting name of the setting, shown first
 * @param where empty for text given inline, else " (file ...)" or " (classpath:...)"
 */
record Origin(String setting, String where) {
  static Origin inline(String setting) {
    return new Origin(setting, "");
  }

  KeyMaterialException problem(String found, String whatToDo) {
    return new KeyMaterialException(setting, where, found, whatToDo);
  }
}
