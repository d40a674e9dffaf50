variable "enabled" {
  type    = bool
  default = true
}

variable "service_accounts" {
  type    = list(string)
  default = ["worker", "scheduler"]
}

variable "queues" {
  type = map(list(string))
  default = {
    orders  = ["SendMessage"]
    returns = ["ReceiveMessage", "DeleteMessage"]
  }
}
