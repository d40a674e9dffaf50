data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = ["shop"]
    }
  }
}

resource "aws_iam_role" "jobs" {
  name               = "jobs"
  assume_role_policy = data.aws_iam_policy_document.pods.json
}

resource "aws_iam_role_policy" "jobs" {
  name = "jobs"
  role = aws_iam_role.jobs.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:us-east-1:492000000148:orders" }]
  })
}

resource "aws_eks_pod_identity_association" "jobs" {
  count           = length(var.service_accounts)
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = var.service_accounts[count.index]
  role_arn        = aws_iam_role.jobs.arn
}

variable "service_accounts" {
  type    = list(string)
  default = ["api", "worker"]
}
