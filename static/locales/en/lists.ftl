### Lists of orders: the panel, its saved filters, and the titles in files.

list-col-number = Order
list-col-kind = Work
list-col-status = Status
list-col-risk = Promise
list-col-due = Due
list-col-customer = Customer
list-col-phone = Phone
list-col-address = Address
list-col-area = Area
list-col-technician = Technician
list-col-booked = Booked
list-col-agreed = Agreed
list-col-planned = Planned
list-col-accepted = Received
list-sheet = Orders
lists-count = { $count ->
    [one] 1 order
   *[other] { $count } orders
}
lists-none = No orders match.
lists-words = Number, customer, phone, address
lists-from = From
lists-to = To
lists-any = Any
lists-unassigned = Unassigned
lists-urgent = Urgent only
lists-columns = Columns
lists-clear = Clear
lists-save = Save this filter
lists-name = Name
lists-share = For the whole desk
lists-shared = shared
lists-keep = Save
lists-drop = Delete the filter “{ $name }”
lists-saved = Saved filters
lists-all = All open
lists-print = Print
lists-csv = Download CSV
lists-xlsx = Download XLSX
lists-sorted-up = ascending
lists-sorted-down = descending
lists-as-of = As of { $time }
lists-more = More
