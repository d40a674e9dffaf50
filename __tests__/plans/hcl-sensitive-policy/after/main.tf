variable "queue" {
  type      = string
  sensitive = true
  default   = "arn:aws:sqs:us-east-1:492000000148:merger-of-acme-and-globex"
}

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

resource "aws_iam_role" "deals" {
  name               = "deals"
  assume_role_policy = data.aws_iam_policy_document.pods.json
}

resource "aws_iam_role_policy" "deals" {
  name = "deals"
  role = aws_iam_role.deals.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage", "sqs:DeleteMessage"], Resource = var.queue }]
  })
}

resource "aws_eks_pod_identity_association" "deals" {
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = "deals"
  role_arn        = aws_iam_role.deals.arn
}
