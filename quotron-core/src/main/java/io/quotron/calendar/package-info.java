/** When markets are open: sessions of exchanges, exact across daylight saving, holidays and early closes. */
@NullMarked
package io.quotron.calendar;

import org.jspecify.annotations.NullMarked;
