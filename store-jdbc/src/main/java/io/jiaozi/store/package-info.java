/** The journal and the notification log in a database. */
@NullMarked
package io.jiaozi.store;

import org.jspecify.annotations.NullMarked;
