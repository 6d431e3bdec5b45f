/** Reading a configuration and checking all of it before anything is opened. */
@NullMarked
package io.jiaozi.internal.config;

import org.jspecify.annotations.NullMarked;
